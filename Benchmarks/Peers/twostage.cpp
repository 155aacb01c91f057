// The scheme of HiFi-LoFi/FFTConvolver and of PipeWire's filter-chain, on FFTW (GPL, a program
// apart): small partitions first, large ones for the rest, and all work of a large block done in
// the callback that completes it. One convolver per path: the scheme shares no transforms.
//
// It stands in for those two, which have no package of their own; FFTW is quicker than the
// transforms that they ship with.
//
//   twostage --block 64 --taps 48000 --routing mono [--tail FRAMES] [--wisdom FILE]
//     [--duration 0.5]
#include <fftw3.h>

#include <memory>

#include "measurement.h"

static float *samples(size_t count) {
  float *memory = fftwf_alloc_real(count);
  std::fill_n(memory, count, 0.0f);
  return memory;
}

// Equal partitions of a path's taps; overlap-add over real transforms of 2N points.
class Uniform {
 public:
  Uniform(int frames, const float *taps, int tapCount)
      : frames_(frames),
        count_((tapCount + frames - 1) / frames),
        bins_((frames + 1 + 15) / 16 * 16),
        time_(samples(2 * frames)),
        overlap_(samples(frames)),
        sum_(samples(2 * bins_)),
        history_(samples(2ul * bins_ * count_)),
        spectra_(samples(2ul * bins_ * count_)) {
    const fftwf_iodim length = {2 * frames, 1, 1};
    forward_ = fftwf_plan_guru_split_dft_r2c(1, &length, 0, nullptr, time_, sum_, sum_ + bins_,
                                             FFTW_MEASURE);
    inverse_ = fftwf_plan_guru_split_dft_c2r(1, &length, 0, nullptr, sum_, sum_ + bins_, time_,
                                             FFTW_MEASURE);
    for (int k = 0; k < count_; k++) {
      std::fill_n(time_, 2 * frames, 0.0f);
      for (int tap = k * frames; tap < std::min((k + 1) * frames, tapCount); tap++)
        time_[tap - k * frames] = taps[tap] / (2 * frames);
      transform(spectrum(spectra_, k));
    }
    std::fill_n(sum_, 2 * bins_, 0.0f);
  }

  // One block of N frames; `result` is overwritten.
  void render(const float *block, float *result) {
    std::copy_n(block, frames_, time_);
    std::fill_n(time_ + frames_, frames_, 0.0f);
    newest_ = newest_ == 0 ? count_ - 1 : newest_ - 1;
    transform(spectrum(history_, newest_));
    std::fill_n(sum_, 2 * bins_, 0.0f);
    for (int k = 0; k < count_; k++)
      multiplyAdd(spectrum(history_, (newest_ + k) % count_), spectrum(spectra_, k));
    fftwf_execute_split_dft_c2r(inverse_, sum_, sum_ + bins_, time_);
    for (int k = 0; k < frames_; k++) result[k] = time_[k] + overlap_[k];
    std::copy_n(time_ + frames_, frames_, overlap_);
  }

 private:
  float *spectrum(float *memory, int index) const { return memory + 2ul * bins_ * index; }

  void transform(float *to) {
    fftwf_execute_split_dft_r2c(forward_, time_, to, to + bins_);
  }

  void multiplyAdd(const float *__restrict x, const float *__restrict h) {
    float *__restrict re = sum_, *__restrict im = sum_ + bins_;
    for (int k = 0; k < bins_; k++) {
      re[k] += x[k] * h[k] - x[bins_ + k] * h[bins_ + k];
      im[k] += x[k] * h[bins_ + k] + x[bins_ + k] * h[k];
    }
  }

  const int frames_, count_, bins_;
  int newest_ = 0;
  float *time_, *overlap_, *sum_, *history_, *spectra_;
  fftwf_plan forward_, inverse_;
};

// One path: taps from `tail` on are the large partitions'.
class TwoStages {
 public:
  TwoStages(int block, int tail, const std::vector<float> &taps)
      : block_(block), tail_(tail), collected_(tail), playing_(tail), scratch_(block) {
    const int count = static_cast<int>(taps.size());
    head_ = std::make_unique<Uniform>(block, taps.data(), std::min(count, tail));
    if (count > tail) rest_ = std::make_unique<Uniform>(tail, taps.data() + tail, count - tail);
  }

  // Adds to the output.
  void render(const float *input, float *output) {
    head_->render(input, scratch_.data());
    for (int k = 0; k < block_; k++) output[k] += scratch_[k];
    if (!rest_) return;
    std::copy_n(input, block_, collected_.data() + position_);
    for (int k = 0; k < block_; k++) output[k] += playing_[position_ + k];
    position_ += block_;
    if (position_ < tail_) return;
    rest_->render(collected_.data(), playing_.data());
    position_ = 0;
  }

 private:
  const int block_, tail_;
  int position_ = 0;
  std::vector<float> collected_, playing_, scratch_;
  std::unique_ptr<Uniform> head_, rest_;
};

class TwoStage : public Peer {
 public:
  const char *name() const override { return "two-stage"; }

  std::string plan() const override {
    return std::to_string(work_->blockFrames) + " " + std::to_string(tail_);
  }

  void prepare(const Workload &work, const Options &options) override {
    work_ = &work;
    tail_ = std::max(work.blockFrames, static_cast<int>(options.number("tail", bestTail(work))));
    const std::string wisdom = options.text("wisdom", "");
    if (!wisdom.empty()) fftwf_import_wisdom_from_filename(wisdom.c_str());
    for (const Path &path : work.paths) paths_.emplace_back(work.blockFrames, tail_, path.taps);
    if (!wisdom.empty()) fftwf_export_wisdom_to_filename(wisdom.c_str());
  }

  void render(const float *const *inputs, float *const *outputs) override {
    for (int k = 0; k < work_->outputCount; k++)
      std::fill_n(outputs[k], work_->blockFrames, 0.0f);
    for (size_t k = 0; k < paths_.size(); k++)
      paths_[k].render(inputs[work_->paths[k].input], outputs[work_->paths[k].output]);
  }

 private:
  // Products per frame are T/B + (L - T)/T: fewest at the square root of L B.
  static int bestTail(const Workload &work) {
    const double best = std::sqrt(static_cast<double>(work.tapCount) * work.blockFrames);
    return 1 << static_cast<int>(std::lround(std::log2(best)));
  }

  const Workload *work_ = nullptr;
  int tail_ = 0;
  std::vector<TwoStages> paths_;
};

int main(int count, char **words) {
  TwoStage peer;
  return measure(peer, count, words);
}
