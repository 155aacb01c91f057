#include "CALSA.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static _Thread_local char last_complaint[256];

// A variadic function: the reason why this is not Swift.
static void remember(
  const char *file, int line, const char *function, int error, const char *format, ...
) {
  (void)file;
  (void)line;
  (void)function;
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(last_complaint, sizeof last_complaint, format, arguments);
  va_end(arguments);
  if (error == 0 || length < 0 || (size_t)length >= sizeof last_complaint) return;
  snprintf(
    last_complaint + length, sizeof last_complaint - (size_t)length, ": %s", snd_strerror(error));
}

void calsa_capture_complaints(void) {
  snd_lib_error_set_handler(remember);
}

const char *calsa_last_complaint(void) {
  return last_complaint;
}

void calsa_forget_complaint(void) {
  last_complaint[0] = '\0';
}
