#include "CALSA.h"

static int64_t nanoseconds(snd_htimestamp_t time) {
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int calsa_status(snd_pcm_t *pcm, snd_pcm_status_t *memory, struct calsa_status *status) {
  int code = snd_pcm_status(pcm, memory);
  if (code < 0) return code;
  snd_htimestamp_t stamp;
  snd_pcm_status_get_htstamp(memory, &stamp);
  status->available = (int64_t)snd_pcm_status_get_avail(memory);
  status->delay = (int64_t)snd_pcm_status_get_delay(memory);
  status->stamp = nanoseconds(stamp);
  status->now = calsa_now();
  status->state = snd_pcm_status_get_state(memory);
  return 0;
}
