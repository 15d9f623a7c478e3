"""The original program in PyTorch, as an oracle: prints one run as JSON, floats as exact hexadecimals.

    /usr/bin/python3 bench/original.py --seed 7 --samples 257 --epochs 3 --learning-rate 0.05

`losses` holds the loss of each epoch's last step, `lines` what the original prints. Once a step has
turned into NaN everything after it is NaN; `finite` says whether none has. Needs PyTorch (Debian: python3-torch).
"""
import argparse
import json
import math
import time

import torch

options = argparse.ArgumentParser()
options.add_argument("--seed", type=int, default=123)
options.add_argument("--samples", type=int, default=1000)
options.add_argument("--epochs", type=int, default=100)
options.add_argument("--learning-rate", type=float, default=0.001)
options = options.parse_args()

torch.set_num_threads(1)
torch.manual_seed(options.seed)
features = torch.randn(size=(options.samples, 2))
labels = torch.where(features[:, 0] * 0.5 - features[:, 1] * 1.5 > 0, 1.0, 0.0)
weights = torch.randn(size=(2, 1), requires_grad=True)
bias = torch.zeros(size=(1, 1), requires_grad=True)
initial = weights.flatten().tolist()


def train():
    losses = []
    for _ in range(options.epochs):
        for row, label in zip(range(options.samples), labels):
            p = torch.sigmoid(torch.matmul(weights.transpose(0, 1), features[row]) + bias)
            loss = -(torch.log(p) * label + (1 - label) * torch.log(1 - p))
            loss.backward()
            with torch.no_grad():
                weights.data -= options.learning_rate * weights.grad
                bias.data -= options.learning_rate * bias.grad
            weights.grad.data.zero_()
            bias.grad.data.zero_()
        losses.append(loss.item())
    return losses


start = time.perf_counter()
losses = train()
seconds = time.perf_counter() - start

print(json.dumps({
    "seed": options.seed,
    "samples": options.samples,
    "epochs": options.epochs,
    "learning_rate": options.learning_rate,
    "finite": all(map(math.isfinite, losses)),
    "initial_weights": [value.hex() for value in initial],
    "losses": [value.hex() for value in losses],
    "lines": ["Epoch: %03d, Loss: %.3f" % line for line in enumerate(losses)],
    "weights": [value.hex() for value in weights.flatten().tolist()],
    "bias": bias.item().hex(),
    "training_seconds": seconds,
}))
