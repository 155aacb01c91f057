// The card in motion: what libasound calls while a stream is prepared, started, moved and stopped.
// ALSA's positions: hw_ptr is where the card is, appl_ptr where the program is; both wrap at a
// boundary that is a multiple of the buffer.
#include "card.h"

#include <stdatomic.h>
#include <poll.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

static bool is_playback(const virtual_card *card) {
  return card->io.stream == SND_PCM_STREAM_PLAYBACK;
}

static bool is_standing_still(const virtual_card *card) {
  return card->is_lost || card->io.state == SND_PCM_STATE_SUSPENDED;
}

static bool is_unplugged(const virtual_card *card) {
  return card->present && access(card->present, F_OK) != 0;
}

// MARK: - Waiting for the program

// How far the position can move before the program is late.
static snd_pcm_uframes_t possible_frames(const virtual_card *card) {
  const snd_pcm_ioplug_t *io = &card->io;
  if (is_playback(card)) return snd_pcm_ioplug_hw_avail(io, io->hw_ptr, io->appl_ptr);
  return io->buffer_size - snd_pcm_ioplug_avail(io, io->hw_ptr, io->appl_ptr);
}

// The clock waits for a program that is late: a little before the queue is empty, or when there is
// no room left for what is captured.
static void limit_clock(virtual_card *card) {
  if (!card->settings.coupled) return;
  if (!card->clock.running || card->io.state == SND_PCM_STATE_DRAINING) {
    clock_lift_limit(&card->clock);
    return;
  }
  snd_pcm_uframes_t frames = possible_frames(card);
  // A queue that is shorter by itself must be able to move.
  snd_pcm_uframes_t reserve = is_playback(card) ? 2 * card->io.period_size : 0;
  if (frames > reserve) frames -= reserve;
  clock_limit(&card->clock, card->moved_frames + frames);
}

// MARK: - Starting and stopping

static void account_and_stop(virtual_card *card) {
  card->earlier_frames += card->moved_frames;
  card->moved_frames = 0;
  clock_stop(&card->clock);
}

static int card_start(snd_pcm_ioplug_t *io) {
  virtual_card *card = io->private_data;
  if (card->is_lost) return -ENODEV;
  clock_start(&card->clock);
  limit_clock(card);
  clock_wake_at(&card->clock, io->period_size);
  return 0;
}

static int card_stop(snd_pcm_ioplug_t *io) {
  virtual_card *card = io->private_data;
  account_and_stop(card);
  sound_flush(&card->file);
  return 0;
}

static int card_prepare(snd_pcm_ioplug_t *io) {
  virtual_card *card = io->private_data;
  if (card->is_lost || is_unplugged(card)) return -ENODEV;
  account_and_stop(card);
  // An empty buffer can be written at once, before the clock runs.
  if (is_playback(card)) clock_wake_now(&card->clock);
  return 0;
}

static int card_resume(snd_pcm_ioplug_t *io) {
  // libasound ignores the result, so a card that cannot resume cannot be imitated.
  int result = card_start(io);
  if (result == 0) snd_pcm_ioplug_set_state(io, SND_PCM_STATE_RUNNING);
  return result;
}

// MARK: - Settings

static int card_hw_params(snd_pcm_ioplug_t *io, snd_pcm_hw_params_t *params) {
  (void)params;
  virtual_card *card = io->private_data;
  sound_format format = {io->format, io->rate, io->channels};
  card->frame_bytes = sound_frame_bytes(&format);
  card->clock.frames_per_second =
    io->rate * (1 + card->settings.ppm * 1e-6) * card->settings.speed;
  if (is_playback(card)) {
    free(card->queue);
    card->queue = calloc(io->buffer_size, card->frame_bytes);
    if (!card->queue) return -ENOMEM;
  }
  return sound_negotiate(&card->file, &format);
}

static int card_sw_params(snd_pcm_ioplug_t *io, snd_pcm_sw_params_t *params) {
  virtual_card *card = io->private_data;
  int result = snd_pcm_sw_params_get_boundary(params, &card->boundary);
  return result < 0 ? result : snd_pcm_sw_params_get_avail_min(params, &card->avail_min);
}

// MARK: - Moving

// Plays the next frames of the queue.
static void hear(virtual_card *card, snd_pcm_uframes_t frames) {
  snd_pcm_uframes_t from = card->io.hw_ptr % card->io.buffer_size;
  snd_pcm_uframes_t until_end = card->io.buffer_size - from;
  snd_pcm_uframes_t first = frames < until_end ? frames : until_end;
  // A full disk must not look like a fault of the program: the file is then shorter, no more.
  sound_write(&card->file, card->queue + from * card->frame_bytes, first * card->frame_bytes);
  sound_write(&card->file, card->queue, (frames - first) * card->frame_bytes);
}

// Moves to where the clock is. Returns the new position, or -EPIPE when the program is late.
static snd_pcm_sframes_t move(virtual_card *card) {
  snd_pcm_ioplug_t *io = &card->io;
  limit_clock(card);
  uint64_t target = clock_frames(&card->clock);
  target -= target % (card->settings.step > 0 ? (uint64_t)card->settings.step : io->period_size);
  uint64_t frames = target > card->moved_frames ? target - card->moved_frames : 0;
  snd_pcm_uframes_t possible = possible_frames(card);
  bool is_late = frames > possible;
  if (is_late) frames = possible;
  if (is_playback(card)) hear(card, frames);
  card->moved_frames += frames;
  if (is_late && card->settings.patient) {
    clock_set(&card->clock, card->moved_frames);
  } else if (is_late && io->state != SND_PCM_STATE_DRAINING) {
    return -EPIPE;
  }
  snd_pcm_uframes_t position = io->hw_ptr + frames;
  return card->boundary ? position % card->boundary : position;
}

// A new state, not an error: libasound turns every error of the pointer call into an xrun.
static void stand_still(virtual_card *card, snd_pcm_state_t state) {
  account_and_stop(card);
  snd_pcm_ioplug_set_state(&card->io, state);
  clock_wake_now(&card->clock);
}

static void lose(virtual_card *card) {
  card->is_lost = true;
  stand_still(card, SND_PCM_STATE_DISCONNECTED);
}

static void keep_denormals(void) {
#if defined(__x86_64__)
  _mm_setcsr(_mm_getcsr() & ~0x8040u);
#elif defined(__aarch64__)
  uint64_t flags;
  __asm__ volatile("mrs %0, fpcr" : "=r"(flags));
  flags &= ~(UINT64_C(1) << 24);
  __asm__ volatile("msr fpcr, %0" : : "r"(flags));
#endif
}

static int meet_fault(virtual_card *card, fault_kind kind) {
  switch (kind) {
  case FAULT_NONE: return 0;
  case FAULT_XRUN: return -EPIPE;
  case FAULT_SUSPEND: stand_still(card, SND_PCM_STATE_SUSPENDED); return 0;
  case FAULT_ENODEV: lose(card); return 0;
  case FAULT_STALL: clock_freeze(&card->clock); return 0;
  case FAULT_JUMP: card->clock.offset += (double)card->io.buffer_size; return 0;
  case FAULT_EARLY: card->early_wakeups = 1000; return 0;
  case FAULT_SPIN: for (;;) atomic_signal_fence(memory_order_seq_cst);
  case FAULT_HANG: for (;;) pause();
  case FAULT_DENORMALS: keep_denormals(); return 0;
  }
  return 0;
}

static snd_pcm_sframes_t card_pointer(snd_pcm_ioplug_t *io) {
  virtual_card *card = io->private_data;
  if (card->is_lost || !card->clock.running) return io->hw_ptr;
  if (is_unplugged(card)) {
    lose(card);
    return io->hw_ptr;
  }
  snd_pcm_sframes_t position = move(card);
  if (position < 0) return position;
  uint64_t frame = card->earlier_frames + card->moved_frames;
  int result = meet_fault(card, faults_take(&card->settings.faults, frame));
  return result < 0 ? result : position;
}

// MARK: - Transferring

static void enqueue(virtual_card *card, const char *memory, snd_pcm_uframes_t frames) {
  snd_pcm_uframes_t to = card->io.appl_ptr % card->io.buffer_size;
  snd_pcm_uframes_t until_end = card->io.buffer_size - to;
  snd_pcm_uframes_t first = frames < until_end ? frames : until_end;
  memcpy(card->queue + to * card->frame_bytes, memory, first * card->frame_bytes);
  memcpy(
    card->queue, memory + first * card->frame_bytes, (frames - first) * card->frame_bytes);
}

static snd_pcm_sframes_t card_transfer(
  snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas, snd_pcm_uframes_t offset,
  snd_pcm_uframes_t frames
) {
  virtual_card *card = io->private_data;
  if (card->is_lost) return -ENODEV;
  char *memory = (char *)areas->addr + areas->first / 8 + offset * (areas->step / 8);
  if (is_playback(card)) {
    enqueue(card, memory, frames);
  } else {
    sound_read(&card->file, memory, frames * card->frame_bytes);
  }
  return (snd_pcm_sframes_t)frames;
}

// MARK: - Waking the program

// Like a card's interrupt, a wake-up comes at the end of a period.
static void wake_when_there_is_work(virtual_card *card, snd_pcm_uframes_t missing_frames) {
  clock_acknowledge(&card->clock);
  if (!card->clock.running) return;
  uint64_t period = card->io.period_size;
  uint64_t frame = card->moved_frames + missing_frames;
  clock_wake_at(&card->clock, (frame + period - 1) / period * period);
}

static int card_poll_revents(
  snd_pcm_ioplug_t *io, struct pollfd *descriptors, unsigned count, unsigned short *events
) {
  virtual_card *card = io->private_data;
  *events = 0;
  if (count == 0 || !(descriptors->revents & POLLIN)) return 0;
  if (card->early_wakeups > 0) {
    card->early_wakeups--;
    return 0;
  }
  unsigned short ready = is_playback(card) ? POLLOUT : POLLIN;
  snd_pcm_sframes_t available = snd_pcm_avail_update(io->pcm);
  if (available < 0 || is_standing_still(card)) {
    *events = ready | POLLERR;
  } else if ((snd_pcm_uframes_t)available >= card->avail_min) {
    // The descriptor stays readable while there is work, as a kernel device's does.
    *events = ready;
  } else {
    wake_when_there_is_work(card, card->avail_min - (snd_pcm_uframes_t)available);
  }
  return 0;
}

// MARK: - Closing

static int card_close(snd_pcm_ioplug_t *io) {
  virtual_card *card = io->private_data;
  sound_flush(&card->file);
  sound_close(&card->file);
  clock_close(&card->clock);
  free(card->queue);
  free(card->present);
  free(card);
  return 0;
}

const snd_pcm_ioplug_callback_t card_callbacks = {
  .start = card_start,
  .stop = card_stop,
  .prepare = card_prepare,
  .resume = card_resume,
  .hw_params = card_hw_params,
  .sw_params = card_sw_params,
  .pointer = card_pointer,
  .transfer = card_transfer,
  .poll_revents = card_poll_revents,
  .close = card_close,
};
