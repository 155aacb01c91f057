// What every engine is given to do: the same values as Workload.swift, and the same check.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

// A repeatable sequence of values in -1..<1. Marsaglia 2003, xorshift with shifts 13, 7, 17.
class Noise {
 public:
  explicit Noise(uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ull + 1) {}

  float next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<float>(static_cast<double>(state_ >> 11) * 0x1p-52 - 1);
  }

 private:
  uint64_t state_;
};

struct Path {
  int input;
  int output;
  std::vector<float> taps;
};

struct Workload {
  int inputCount = 1;
  int outputCount = 1;
  int blockFrames = 64;
  int tapCount = 48000;
  bool full = true;
  std::vector<Path> paths;

  // False where the text names no routing; the words are those of Routing.swift.
  bool setRouting(const std::string &text) {
    char kind[16] = "";
    if (text == "mono") {
      inputCount = outputCount = 1;
    } else if (text == "stereo" || text == "true-stereo") {
      inputCount = outputCount = 2;
      full = text == "true-stereo";
    } else if (sscanf(text.c_str(), "%dx%d-%15s", &inputCount, &outputCount, kind) == 3) {
      full = std::string(kind) == "full";
    } else {
      return false;
    }
    return true;
  }

  void preparePaths() {
    for (int input = 0; input < inputCount; input++)
      for (int output = 0; output < outputCount; output++)
        if (full || input == output)
          paths.push_back({input, output, impulse(1000 + input * 64 + output)});
  }

  // Noise that decays by 60 dB to its end, with a sum of squares of 1.
  std::vector<float> impulse(int seed) const {
    Noise noise(seed);
    std::vector<float> taps(tapCount);
    for (int tap = 0; tap < tapCount; tap++)
      taps[tap] = noise.next() * static_cast<float>(std::exp(-6.9078 * tap / tapCount));
    taps[tapCount - 1] = 2e-3f;
    double energy = 0;
    for (float tap : taps) energy += static_cast<double>(tap) * tap;
    for (float &tap : taps) tap = static_cast<float>(tap / std::sqrt(energy));
    return taps;
  }

  static std::vector<float> signal(int input, int frameCount) {
    Noise noise(7 + input);
    std::vector<float> samples(frameCount);
    for (float &sample : samples) sample = 0.25f * noise.next();
    return samples;
  }
};

using Signals = std::vector<std::vector<float>>;

// Ratio of signal to error of some windows of the output, dB, against direct convolution in
// float64.
inline double signalToNoise(const Workload &work, const Signals &inputs, const Signals &outputs) {
  const int window = 16;
  const int frameCount = static_cast<int>(inputs[0].size());
  const double products = static_cast<double>(window) * work.tapCount * work.paths.size();
  const int count = std::min(64, std::max(8, static_cast<int>(2e8 / products)));
  const int step = ((frameCount - window) / (count - 1)) | 1;
  double signal = 0, error = 0;
  for (int start = 0; start + window <= frameCount; start += step)
    for (int frame = start; frame < start + window; frame++) {
      std::vector<double> expected(work.outputCount);
      for (const Path &path : work.paths) {
        const float *x = inputs[path.input].data() + frame;
        double sum = 0;
        for (int tap = 0; tap < work.tapCount && tap <= frame; tap++)
          sum += static_cast<double>(path.taps[tap]) * x[-tap];
        expected[path.output] += sum;
      }
      for (int output = 0; output < work.outputCount; output++) {
        const double difference = outputs[output][frame] - expected[output];
        signal += expected[output] * expected[output];
        error += difference * difference;
      }
    }
  return 10 * std::log10(signal / std::max(error, 1e-300));
}
