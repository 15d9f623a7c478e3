// The original program's loop in C++ on libtorch, to separate Python's share of the time from PyTorch's.
// Prints the training seconds. Arguments: epochs samples learning-rate seed.
#include <torch/torch.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "usage: original epochs samples learning-rate seed\n");
    return 2;
  }
  const int epochs = std::atoi(argv[1]);
  const int samples = std::atoi(argv[2]);
  const double rate = std::atof(argv[3]);
  torch::set_num_threads(1);
  torch::manual_seed(std::strtoull(argv[4], nullptr, 10));
  auto features = torch::randn({samples, 2});
  auto labels = (features.select(1, 0) * 0.5 - features.select(1, 1) * 1.5 > 0).to(torch::kFloat);
  auto weights = torch::randn({2, 1}, torch::requires_grad());
  auto bias = torch::zeros({1, 1}, torch::requires_grad());
  const auto start = std::chrono::steady_clock::now();
  for (int epoch = 0; epoch < epochs; epoch++) {
    for (int row = 0; row < samples; row++) {
      auto p = torch::sigmoid(torch::matmul(weights.transpose(0, 1), features[row]) + bias);
      auto label = labels[row];
      auto loss = -(torch::log(p) * label + (1 - label) * torch::log(1 - p));
      loss.backward();
      torch::NoGradGuard off;
      weights -= rate * weights.grad();
      bias -= rate * bias.grad();
      weights.mutable_grad().zero_();
      bias.mutable_grad().zero_();
    }
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  std::printf("%.6f %a %a %a\n", seconds.count(), weights[0].item<float>(), weights[1].item<float>(),
              bias.item<float>());
}
