#pragma once
// libasound for Swift, and the few lines that Swift cannot say.
#include <alsa/asoundlib.h>
#include <poll.h>
#include <stdint.h>

// MARK: - What an audio thread may call

// Promises the Swift compiler that the function neither allocates nor takes a lock of ours. For
// libasound that was counted, not proved: no malloc in any of these calls. Plugins lock a mutex of
// their own unless LIBASOUND_THREAD_SAFE=0 is set; hardware devices do not.
#define CALSA_AUDIO __attribute__((swift_attr("@_noLocks")))

// Repeated from <alsa/pcm.h> for the attribute alone. An audio thread calls nothing else of it.
CALSA_AUDIO snd_pcm_state_t snd_pcm_state(snd_pcm_t *pcm);
CALSA_AUDIO int snd_pcm_start(snd_pcm_t *pcm);
CALSA_AUDIO int snd_pcm_prepare(snd_pcm_t *pcm);
CALSA_AUDIO int snd_pcm_drop(snd_pcm_t *pcm);
CALSA_AUDIO int snd_pcm_drain(snd_pcm_t *pcm);
CALSA_AUDIO int snd_pcm_resume(snd_pcm_t *pcm);
CALSA_AUDIO snd_pcm_sframes_t snd_pcm_avail_update(snd_pcm_t *pcm);
CALSA_AUDIO snd_pcm_sframes_t snd_pcm_readi(snd_pcm_t *pcm, void *buffer, snd_pcm_uframes_t size);
CALSA_AUDIO snd_pcm_sframes_t snd_pcm_writei(
  snd_pcm_t *pcm, const void *buffer, snd_pcm_uframes_t size);
CALSA_AUDIO int snd_pcm_poll_descriptors(
  snd_pcm_t *pcm, struct pollfd *pfds, unsigned int space);
CALSA_AUDIO int snd_pcm_poll_descriptors_revents(
  snd_pcm_t *pcm, struct pollfd *pfds, unsigned int nfds, unsigned short *revents);

// poll(2); the number of readable descriptors or -errno.
CALSA_AUDIO int calsa_poll(struct pollfd *descriptors, unsigned count, int timeout_milliseconds);
// Nanoseconds of CLOCK_MONOTONIC.
CALSA_AUDIO int64_t calsa_now(void);
CALSA_AUDIO void calsa_sleep(int64_t nanoseconds);

// Where a stream is. Frames as the driver gives them, which may be nonsense; times of
// CLOCK_MONOTONIC in nanoseconds.
struct calsa_status {
  int64_t available;
  int64_t delay;
  int64_t stamp;  // when the driver moved its pointer; 0 when it does not say
  int64_t now;    // just after
  snd_pcm_state_t state;
};
// snd_pcm_status into memory of the caller's; 0 or a negative errno.
CALSA_AUDIO int calsa_status(
  snd_pcm_t *pcm, snd_pcm_status_t *memory, struct calsa_status *status);

// MARK: - What libasound complains about

// Keeps libasound from writing to the standard error output: each complaint is remembered for the
// thread that caused it instead. Any thread, any number of times.
void calsa_capture_complaints(void);
// The calling thread's last complaint, without its place in libasound's source; "" if there was
// none since `calsa_forget_complaint`. Valid until the thread's next call of libasound.
const char *calsa_last_complaint(void);
void calsa_forget_complaint(void);
