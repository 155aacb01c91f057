// Measures a peer as engine-benchmark measures our engine, and prints the same line of JSON.
#pragma once
#include <sys/resource.h>
#include <time.h>

#include <cstdio>
#include <cstring>
#include <map>

#include "workload.h"

class Options {
 public:
  Options(int count, char **words) {
    for (int k = 1; k + 1 < count; k += 2)
      if (!strncmp(words[k], "--", 2)) values_[words[k] + 2] = words[k + 1];
  }
  std::string text(const char *name, const char *otherwise) const {
    auto found = values_.find(name);
    return found == values_.end() ? otherwise : found->second;
  }
  double number(const char *name, double otherwise) const {
    auto found = values_.find(name);
    return found == values_.end() ? otherwise : atof(found->second.c_str());
  }

 private:
  std::map<std::string, std::string> values_;
};

// One engine under test.
class Peer {
 public:
  virtual ~Peer() = default;
  virtual const char *name() const = 0;
  // How it cuts the impulse responses, in the notation of our plans.
  virtual std::string plan() const = 0;
  virtual void prepare(const Workload &work, const Options &options) = 0;
  // One block per channel.
  virtual void render(const float *const *inputs, float *const *outputs) = 0;
};

class Measurement {
 public:
  Measurement(Peer &peer, const Workload &work) : peer_(peer), work_(work) {
    inputs_.resize(work.inputCount);
    outputs_.resize(work.outputCount);
    // A small input that repeats itself: a live input is warm in the cache as well.
    const int frames = std::max(4096, work.blockFrames);
    for (int k = 0; k < work.inputCount; k++) inputs_[k] = Workload::signal(k, frames);
    for (auto &output : outputs_) output.resize(work.blockFrames);
  }

  double check() {
    const int block = work_.blockFrames;
    const int frames = (work_.tapCount + 3 * 65536) / block * block;
    Signals inputs(work_.inputCount), outputs(work_.outputCount);
    for (int k = 0; k < work_.inputCount; k++) inputs[k] = Workload::signal(k, frames);
    for (auto &output : outputs) output.resize(frames);
    for (int start = 0; start < frames; start += block) {
      std::vector<const float *> from;
      std::vector<float *> to;
      for (auto &input : inputs) from.push_back(input.data() + start);
      for (auto &output : outputs) to.push_back(output.data() + start);
      peer_.render(from.data(), to.data());
    }
    return signalToNoise(work_, inputs, outputs);
  }

  // Processor time of all threads, without a clock between the callbacks.
  void measureLoad(double seconds) {
    const int calls = 2 * 65536 / work_.blockFrames;
    const double audio = calls * work_.blockFrames / 48000.0;
    for (int k = 0; k < calls; k++) renderNext();
    double spent = 0;
    while (loads_.size() < 3 || spent < seconds) {
      const double start = clock(CLOCK_PROCESS_CPUTIME_ID);
      for (int k = 0; k < calls; k++) renderNext();
      const double elapsed = clock(CLOCK_PROCESS_CPUTIME_ID) - start;
      spent += elapsed;
      loads_.push_back(elapsed / audio);
    }
    std::sort(loads_.begin(), loads_.end());
  }

  // Time of each callback on the wall. Phases are those of a period of 65536 frames.
  void measureCallbacks(double seconds) {
    const int count = 65536 / work_.blockFrames;
    phases_.assign(count, 1e9);
    const double end = clock(CLOCK_MONOTONIC) + seconds;
    while (times_.size() < 3 * phases_.size() || clock(CLOCK_MONOTONIC) < end)
      for (double &phase : phases_) {
        const double start = clock(CLOCK_MONOTONIC);
        renderNext();
        const double time = clock(CLOCK_MONOTONIC) - start;
        phase = std::min(phase, time);
        times_.push_back(time);
      }
    std::sort(times_.begin(), times_.end());
  }

  void print(double quality, double prepared) const {
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double sum = 0, phaseSum = 0;
    for (double time : times_) sum += time;
    for (double phase : phases_) phaseSum += phase;
    const double audio = phases_.size() * work_.blockFrames / 48000.0;
    const double worst = *std::max_element(phases_.begin(), phases_.end());
    printf("{\"engine\":\"%s\",\"block\":%d,\"taps\":%d,\"plan\":\"%s\"", peer_.name(),
           work_.blockFrames, work_.tapCount, peer_.plan().c_str());
    printf(",\"load_percent\":%.4f,\"least_load_percent\":%.4f", 100 * loads_[loads_.size() / 2],
           100 * loads_[0]);
    printf(",\"phase_load_percent\":%.4f,\"worst_phase_ns\":%.0f", 100 * phaseSum / audio,
           1e9 * worst);
    printf(",\"callback_mean_ns\":%.0f,\"callback_p50_ns\":%.0f,\"callback_p99_ns\":%.0f",
           1e9 * sum / times_.size(), 1e9 * times_[times_.size() / 2],
           1e9 * times_[times_.size() * 99 / 100]);
    printf(",\"callback_max_ns\":%.0f,\"cpu_seconds\":%.4f", 1e9 * times_.back(),
           clock(CLOCK_PROCESS_CPUTIME_ID));
    printf(",\"voluntary_switches\":%ld,\"involuntary_switches\":%ld,\"peak_resident_bytes\":%ld",
           usage.ru_nvcsw, usage.ru_nivcsw, 1024 * usage.ru_maxrss);
    printf(",\"prepare_ms\":%.3f,\"snr_db\":%.4f}\n", 1e3 * prepared, quality);
    fflush(stdout);
  }

  static double clock(clockid_t id) {
    timespec time;
    clock_gettime(id, &time);
    return time.tv_sec + 1e-9 * time.tv_nsec;
  }

 private:
  void renderNext() {
    const float *from[64];
    float *to[64];
    for (int k = 0; k < work_.inputCount; k++) from[k] = inputs_[k].data() + next_;
    for (int k = 0; k < work_.outputCount; k++) to[k] = outputs_[k].data();
    peer_.render(from, to);
    next_ += work_.blockFrames;
    if (next_ >= static_cast<int>(inputs_[0].size())) next_ = 0;
  }

  Peer &peer_;
  const Workload &work_;
  Signals inputs_, outputs_;
  int next_ = 0;
  std::vector<double> loads_, times_, phases_;
};

// The whole program of a peer: exits with 1 where its output is wrong.
inline int measure(Peer &peer, int count, char **words) {
  Options options(count, words);
  Workload work;
  work.blockFrames = static_cast<int>(options.number("block", 64));
  work.tapCount = static_cast<int>(options.number("taps", 48000));
  if (!work.setRouting(options.text("routing", "mono"))) {
    fprintf(stderr, "The routing is none of mono, stereo, true-stereo, 8x8-diagonal, 2x6-full.\n");
    return 2;
  }
  work.preparePaths();
  const double start = Measurement::clock(CLOCK_MONOTONIC);
  peer.prepare(work, options);
  const double prepared = Measurement::clock(CLOCK_MONOTONIC) - start;
  Measurement measurement(peer, work);
  const double quality = measurement.check();
  const double seconds = options.number("duration", 0.5);
  measurement.measureLoad(seconds);
  measurement.measureCallbacks(seconds);
  measurement.print(quality, prepared);
  return quality < 100 ? 1 : 0;
}
