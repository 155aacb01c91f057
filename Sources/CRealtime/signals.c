#include "CRealtime.h"

#include <errno.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

int crt_signals_open(const int *signals, int count) {
  sigset_t set;
  sigemptyset(&set);
  for (int index = 0; index < count; index++) sigaddset(&set, signals[index]);
  int refusal = pthread_sigmask(SIG_BLOCK, &set, NULL);
  if (refusal != 0) return -refusal;
  int descriptor = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
  return descriptor >= 0 ? descriptor : -errno;
}

int crt_signals_take(int descriptor) {
  struct signalfd_siginfo signal;
  ssize_t bytes = read(descriptor, &signal, sizeof signal);
  return bytes == sizeof signal ? (int)signal.ssi_signo : 0;
}
