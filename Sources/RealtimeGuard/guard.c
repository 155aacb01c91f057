#include "RealtimeGuard.h"
