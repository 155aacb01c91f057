// Fons Adriaensen's zita-convolver (GPL): a program apart, never linked to the product.
//
//   zita --block 64 --taps 48000 --routing mono [--largest 8192] [--wisdom FILE] [--duration 0.5]
#include <fftw3.h>
#include <unistd.h>
#include <zita-convolver.h>

#include "measurement.h"

class Zita : public Peer {
 public:
  const char *name() const override { return "zita-convolver"; }

  std::string plan() const override {
    return std::to_string(smallest_) + "..." + std::to_string(largest_);
  }

  void prepare(const Workload &work, const Options &options) override {
    work_ = &work;
    smallest_ = std::max<int>(work.blockFrames, Convproc::MINPART);
    largest_ = std::max(smallest_, static_cast<int>(options.number("largest", 8192)));
    const std::string wisdom = options.text("wisdom", "");
    if (!wisdom.empty()) fftwf_import_wisdom_from_filename(wisdom.c_str());
    // Its quickest settings: measured transforms and vector products.
    convolver_.set_options(Convproc::OPT_FFTW_MEASURE | Convproc::OPT_VECTOR_MODE |
                           Convproc::OPT_LATE_CONTIN);
    // How full the matrix is decides its partitions; 0 stands for the diagonal.
    const float density = work.full ? 1 : 0;
    if (convolver_.configure(work.inputCount, work.outputCount, work.tapCount, work.blockFrames,
                             smallest_, largest_, density)) {
      fprintf(stderr, "zita-convolver refused this configuration.\n");
      exit(2);
    }
    for (const Path &path : work.paths)
      convolver_.impdata_create(path.input, path.output, 1, const_cast<float *>(path.taps.data()),
                                0, work.tapCount);
    if (!wisdom.empty()) fftwf_export_wisdom_to_filename(wisdom.c_str());
    convolver_.start_process(0, SCHED_OTHER);
    // Blocks that come before its threads have reported ready are convolved wrongly.
    usleep(200000);
  }

  void render(const float *const *inputs, float *const *outputs) override {
    const size_t bytes = sizeof(float) * work_->blockFrames;
    for (int k = 0; k < work_->inputCount; k++) memcpy(convolver_.inpdata(k), inputs[k], bytes);
    // Waits for its threads: without that, a driver that never sleeps would outrun them.
    convolver_.process(true);
    for (int k = 0; k < work_->outputCount; k++) memcpy(outputs[k], convolver_.outdata(k), bytes);
  }

 private:
  Convproc convolver_;
  const Workload *work_ = nullptr;
  int smallest_ = 64;
  int largest_ = 8192;
};

int main(int count, char **words) {
  Zita zita;
  const int status = measure(zita, count, words);
  fflush(stdout);
  // Its destructor waits for threads that may wait for us.
  _exit(status);
}
