// The files that stand for the outer world: what the card hears and what is heard from it.
#include "card.h"
#include <fcntl.h>
#include <unistd.h>

static bool is_wav_name(const char *path) {
  size_t length = strlen(path);
  return length >= 4 && strcasecmp(path + length - 4, ".wav") == 0;
}

size_t sound_frame_bytes(const sound_format *format) {
  return (size_t)snd_pcm_format_physical_width(format->format) / 8 * format->channels;
}

int sound_open_input(sound_file *file, const char *path) {
  file->descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (file->descriptor < 0) return -errno;
  file->is_wav = is_wav_name(path);
  if (!file->is_wav) return 0;
  file->is_described = true;
  return wav_read_header(file->descriptor, &file->format);
}

int sound_open_output(sound_file *file, const char *path) {
  file->descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file->descriptor < 0) return -errno;
  file->is_output = true;
  file->is_wav = is_wav_name(path);
  off_t end = lseek(file->descriptor, 0, SEEK_END);
  if (!file->is_wav || end == 0) return 0;
  // A card that comes back goes on where it was lost, in the same file.
  lseek(file->descriptor, 0, SEEK_SET);
  file->is_described = true;
  int result = wav_read_header(file->descriptor, &file->format);
  // Only a file of our own making is appended to: its sizes are at known places.
  if (result == 0 && lseek(file->descriptor, 0, SEEK_CUR) != WAV_HEADER_BYTES) result = -EINVAL;
  lseek(file->descriptor, 0, SEEK_END);
  return result;
}

static bool same_format(const sound_format *a, const sound_format *b) {
  return a->format == b->format && a->rate == b->rate && a->channels == b->channels;
}

int sound_negotiate(sound_file *file, const sound_format *format) {
  if (file->descriptor < 0 || !file->is_wav) return 0;
  if (file->is_described) return same_format(&file->format, format) ? 0 : -EINVAL;
  file->format = *format;
  file->is_described = true;
  return wav_write_header(file->descriptor, format);
}

void sound_read(sound_file *file, void *memory, size_t bytes) {
  size_t done = 0;
  bool is_at_start = false;
  while (file->descriptor >= 0 && done < bytes) {
    ssize_t count = read(file->descriptor, (char *)memory + done, bytes - done);
    // An empty file repeats nothing.
    if (count == 0 && file->repeats && !file->is_wav && !is_at_start) {
      is_at_start = lseek(file->descriptor, 0, SEEK_SET) == 0;
      if (is_at_start) continue;
    }
    if (count <= 0) break;
    is_at_start = false;
    done += (size_t)count;
  }
  memset((char *)memory + done, 0, bytes - done);
}

int sound_write(sound_file *file, const void *memory, size_t bytes) {
  size_t done = 0;
  while (file->descriptor >= 0 && done < bytes) {
    ssize_t count = write(file->descriptor, (const char *)memory + done, bytes - done);
    if (count <= 0) return -EIO;
    done += (size_t)count;
  }
  return 0;
}

void sound_flush(sound_file *file) {
  if (file->descriptor < 0 || !file->is_output) return;
  if (file->is_wav && file->is_described) wav_write_sizes(file->descriptor);
}

void sound_close(sound_file *file) {
  if (file->descriptor >= 0) close(file->descriptor);
  file->descriptor = -1;
}
