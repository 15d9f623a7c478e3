"""Stores what torch.optim makes of gradients, for the tests of update rules.

    /usr/bin/python3 bench/optimizer_figures.py

Writes src/test/resources/optimizer/figures.json. PyTorch's kernels for AVX2 fuse a product with the following sum into
one rounding; its plain kernels round after each operation. The figures come from the plain ones, with which the same
operations give the same bits anywhere, and each case's last parameters also from the kernels for AVX2 ("fused").
Settings are those of djl-logistic; the bias is a separate parameter group without weight decay.
"""
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OUT = os.path.join(ROOT, "src", "test", "resources", "optimizer", "figures.json")
FEATURES = 4
STEPS_PER_EPOCH = 2
EPOCHS = 10

RULES = [
    {"train.solver": "sgd"},
    {"train.solver": "sgd", "train.momentum": "0.9"},
    {"train.solver": "sgd", "train.momentum": "0.8", "train.dampening": "0.3"},
    {"train.solver": "sgd", "train.momentum": "0.9", "train.nesterov": "true"},
    {"train.solver": "sgd", "train.weight-decay": "0.1"},
    {"train.solver": "sgd", "train.momentum": "0.7", "train.dampening": "0.1", "train.weight-decay": "0.02"},
    {"train.solver": "sgd", "train.momentum": "0.9", "train.nesterov": "true", "train.weight-decay": "0.05"},
    {"train.solver": "adam"},
    {"train.solver": "adam", "train.beta1": "0.8", "train.beta2": "0.95", "train.epsilon": "0.001"},
    {"train.solver": "adam", "train.weight-decay": "0.1"},
    {"train.solver": "adamw"},
    {"train.solver": "adamw", "train.weight-decay": "0.0"},
    {"train.solver": "adamw", "train.weight-decay": "0.3", "train.beta1": "0.7"},
]
SCHEDULES = [
    {"train.schedule": "step", "train.schedule-step": "3", "train.schedule-factor": "0.3"},
    {"train.schedule": "cosine"},
    {"train.schedule": "warm-up", "train.warm-up": "4"},
]


def step_cases():
    for rule in RULES:
        yield {**rule, "train.learning-rate": "0.05"}
    for schedule in SCHEDULES:
        for rule in (RULES[0], RULES[1], RULES[7], RULES[10]):
            yield {**rule, **schedule, "train.learning-rate": "0.05"}
    for rule in (RULES[0], RULES[1], RULES[7], RULES[12]):
        yield {**rule, "train.clip-norm": "0.5", "train.learning-rate": "0.05"}


def run_cases():
    for rule in RULES:
        yield {**rule, "train.learning-rate": "0.1"}
    yield {**RULES[1], **SCHEDULES[0], "train.learning-rate": "0.2", "train.clip-norm": "0.2"}
    yield {**RULES[7], **SCHEDULES[1], "train.learning-rate": "0.2"}
    yield {**RULES[10], **SCHEDULES[2], "train.learning-rate": "0.2"}


def optimizer(case, weights, bias):
    import torch

    rate = float(case["train.learning-rate"])
    solver = case["train.solver"]
    decay = float(case.get("train.weight-decay", "0.01" if solver == "adamw" else "0"))
    groups = [{"params": [weights], "weight_decay": decay}, {"params": [bias], "weight_decay": 0.0}]
    if solver == "sgd":
        return torch.optim.SGD(
            groups,
            lr=rate,
            momentum=float(case.get("train.momentum", "0")),
            dampening=float(case.get("train.dampening", "0")),
            nesterov=case.get("train.nesterov") == "true",
            foreach=False,
        )
    betas = float(case.get("train.beta1", "0.9")), float(case.get("train.beta2", "0.999"))
    epsilon = float(case.get("train.epsilon", "1e-8"))
    kind = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[solver]
    return kind(groups, lr=rate, betas=betas, eps=epsilon, foreach=False)


def scheduler(case, of):
    from torch.optim import lr_scheduler

    schedule = case.get("train.schedule", "fixed")
    if schedule == "step":
        return lr_scheduler.StepLR(of, int(case["train.schedule-step"]), float(case["train.schedule-factor"]))
    if schedule == "cosine":
        return lr_scheduler.CosineAnnealingLR(of, EPOCHS)
    if schedule == "warm-up":
        epochs = int(case["train.warm-up"])
        return lr_scheduler.LinearLR(of, 1 / epochs, total_iters=epochs - 1)
    return lr_scheduler.LambdaLR(of, lambda epoch: 1.0)


class Training:
    """Parameters under a rule and a schedule."""

    def __init__(self, case, start, dtype):
        import torch

        self.weights = torch.tensor(start[:-1], dtype=dtype).reshape(-1, 1).requires_grad_()
        self.bias = torch.tensor(start[-1:], dtype=dtype).reshape(1, 1).requires_grad_()
        self.clip = float(case.get("train.clip-norm", "0"))
        self.rule = optimizer(case, self.weights, self.bias)
        self.schedule = scheduler(case, self.rule)

    def step(self):
        import torch

        if self.clip:
            torch.nn.utils.clip_grad_norm_([self.weights, self.bias], self.clip)
        self.rule.step()

    def parameters(self):
        return self.weights.detach().flatten().tolist() + self.bias.detach().flatten().tolist()


def steps(case, start, gradients, dtype):
    import torch

    training = Training(case, start, dtype)
    rates, reached = [], []
    for epoch in range(EPOCHS):
        rates.append(training.rule.param_groups[0]["lr"])
        for gradient in gradients[epoch * STEPS_PER_EPOCH : (epoch + 1) * STEPS_PER_EPOCH]:
            given = torch.tensor(gradient, dtype=dtype).reshape(-1, 1)
            training.weights.grad = given[:-1].clone()
            training.bias.grad = given[-1:].clone()
            training.step()
            reached.append(training.parameters())
        training.schedule.step()
    return {"rates": rates, "parameters": reached}


def run(case, features, labels, dtype):
    import torch

    x = torch.tensor(features, dtype=dtype)
    y = torch.tensor(labels, dtype=dtype).reshape(-1, 1)
    training = Training(case, [0.0] * (FEATURES + 1), dtype)
    losses = []
    for _ in range(EPOCHS):
        total = 0.0
        for first in range(0, len(x), 16):
            rows = slice(first, first + 16)
            training.rule.zero_grad()
            logits = x[rows] @ training.weights + training.bias
            loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, y[rows])
            loss.backward()
            total += loss.item() * len(y[rows])
            training.step()
        training.schedule.step()
        losses.append(total / len(x))
    return {"losses": losses, "parameters": [training.parameters()]}


def compute():
    import numpy as np
    import torch

    torch.set_num_threads(1)
    random = np.random.default_rng(4)
    start = random.normal(size=FEATURES + 1).astype(np.float32).tolist()
    scales = random.choice([0.01, 0.3, 1.0], size=(EPOCHS * STEPS_PER_EPOCH, 1))
    gradients = (random.normal(size=(EPOCHS * STEPS_PER_EPOCH, FEATURES + 1)) * scales).astype(np.float32).tolist()
    x = random.normal(size=(60, FEATURES)).astype(np.float32)
    labels = (x @ [1.0, -2.0, 0.5, 0.0] + random.logistic(size=60) > 0.3).astype(int).tolist()
    features = x.tolist()
    types = {"float32": torch.float32, "float64": torch.float64}
    return {
        "start": start,
        "gradients": gradients,
        "features": features,
        "labels": labels,
        "steps": [
            {"precision": name, "settings": case, **steps(case, start, gradients, dtype)}
            for case in step_cases()
            for name, dtype in types.items()
        ],
        "runs": [
            {"precision": name, "settings": case, **run(case, features, labels, dtype)}
            for case in run_cases()
            for name, dtype in types.items()
        ],
    }


def computed(capability):
    environment = {**os.environ, "ATEN_CPU_CAPABILITY": capability, "OPENBLAS_CORETYPE": "Haswell"}
    output = subprocess.run(
        [sys.executable, __file__, "--compute"], env=environment, check=True, stdout=subprocess.PIPE
    ).stdout
    return json.loads(output)


def main():
    figures, fused = computed("default"), computed("avx2")
    for kind in ("steps", "runs"):
        for case, other in zip(figures[kind], fused[kind]):
            case["fused"] = other["parameters"][-1]
    with open(OUT, "w") as file:
        file.write("{\n")
        for name in ("start", "gradients", "features", "labels"):
            file.write(json.dumps(name) + ": " + json.dumps(figures[name]) + ",\n")
        for name in ("steps", "runs"):
            cases = ",\n".join(json.dumps(case) for case in figures[name])
            file.write(json.dumps(name) + ": [\n" + cases + "\n]" + (",\n" if name == "steps" else "\n"))
        file.write("}\n")


if __name__ == "__main__":
    if "--compute" in sys.argv:
        json.dump(compute(), sys.stdout)
    else:
        main()
