/*
 * A card reader that is not there: a driver ("IFD handler") for Debian's own pcscd, so that tests can plug, unplug, lay and lift.
 * Interface: /usr/include/PCSC/ifdhandler.h. One slot a reader.
 *
 * $KB_IFD_DIR holds, for /dev/bus/usb/001/005, the control file 001-005 (bytes below, changed by the test while pcscd runs) and
 * the socket card.sock, on which the test plays the card: it hears the reader's name once, then every APDU, and answers.
 * Frames both ways: length (16 bit, big endian), bytes. An empty answer is a card that could not be reached.
 */
#include <ifdhandler.h>
#include <reader.h>
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* pcscd looks every 400 ms at a reader without events. */
enum { SLOTS = 16, CONTROL_SIZE = 64, ROUND_MS = 300 };
/* Bytes of the control file. */
enum { PRESENT = 0, HAS_EVENTS = 1, MUTE = 2, BROKEN = 3, LAID = 4, ATR_LENGTH = 16, ATR = 17 };

static struct reader {
  DWORD lun;
  volatile unsigned char *control;
  unsigned vendor, product;
  char name[16];
  int card;
  int is_powered;
  /* What pcscd was last told: whether a card is there, and which; whether the reader does not work. */
  volatile int has_card, is_broken;
  volatile unsigned char laid;
  /* When that may change: see is_round. */
  volatile int is_due;
  pthread_t creator, watcher;
  int has_watcher;
  long round_at;
  /* Wakes the thread that waits for changes: the control file was written to, or pcscd wants it back. */
  int changes, interrupt;
} readers[SLOTS];

static struct reader *find(DWORD lun) {
  for (int i = 0; i < SLOTS; i++)
    if (readers[i].control && readers[i].lun == lun) return &readers[i];
  return NULL;
}

RESPONSECODE IFDHCreateChannelByName(DWORD lun, LPSTR device) {
  unsigned vendor, product, interface, bus, address;
  char path[256];
  if (sscanf(device, "usb:%x/%x:libudev:%u:/dev/bus/usb/%u/%u", &vendor, &product, &interface, &bus, &address) != 5)
    return IFD_NO_SUCH_DEVICE;
  struct reader *reader = NULL;
  for (int i = 0; i < SLOTS && !reader; i++)
    if (!readers[i].control) reader = &readers[i];
  if (!reader) return IFD_COMMUNICATION_ERROR;
  memset(reader, 0, sizeof *reader);
  snprintf(reader->name, sizeof reader->name, "%03u-%03u", bus % 1000, address % 1000);
  snprintf(path, sizeof path, "%s/%s", getenv("KB_IFD_DIR"), reader->name);
  int file = open(path, O_RDWR | O_CLOEXEC);
  if (file < 0) return IFD_NO_SUCH_DEVICE;
  void *control = mmap(NULL, CONTROL_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (control == MAP_FAILED) return IFD_COMMUNICATION_ERROR;
  reader->lun = lun;
  reader->vendor = vendor;
  reader->product = product;
  reader->card = -1;
  reader->creator = pthread_self();
  reader->is_due = 1;
  reader->interrupt = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  reader->changes = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (inotify_add_watch(reader->changes, path, IN_MODIFY) < 0) return IFD_COMMUNICATION_ERROR;
  reader->control = control;
  return IFD_SUCCESS;
}

RESPONSECODE IFDHCreateChannel(DWORD lun, DWORD channel) {
  (void)lun, (void)channel;
  return IFD_NOT_SUPPORTED;
}

RESPONSECODE IFDHCloseChannel(DWORD lun) {
  struct reader *reader = find(lun);
  if (!reader) return IFD_COMMUNICATION_ERROR;
  if (reader->card >= 0) close(reader->card);
  close(reader->changes);
  close(reader->interrupt);
  munmap((void *)reader->control, CONTROL_SIZE);
  reader->control = NULL;
  return IFD_SUCCESS;
}

static long now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

/*
 * pcscd's thread for a reader asks once a round, and makes a removal or an insertion of the answer. It, and the threads of clients, ask
 * in between as well (before powering a card up or down), and forget the answer. So what is told changes once a round only: a hand in
 * a test is fast enough to exchange a card between two questions, no human hand is. A round begins when waiting is over; for a reader
 * without events, when pcscd's thread has slept.
 */
static int is_round(struct reader *reader) {
  int is_first = reader->is_due;
  if (reader->control[HAS_EVENTS] || is_first) {
    reader->is_due = 0;
    if (is_first) reader->round_at = now_ms();
    return is_first;
  }
  if (!reader->has_watcher && !pthread_equal(pthread_self(), reader->creator)) {
    reader->watcher = pthread_self();
    reader->has_watcher = 1;
  }
  if (!reader->has_watcher || !pthread_equal(pthread_self(), reader->watcher)) return 0;
  if (now_ms() - reader->round_at < ROUND_MS) return 0;
  reader->round_at = now_ms();
  return 1;
}

/* The card that pcscd was told of, and no other, still lies there. */
static int is_still_there(struct reader *reader) {
  return reader->has_card && reader->control[PRESENT] && reader->laid == reader->control[LAID];
}

RESPONSECODE IFDHICCPresence(DWORD lun) {
  struct reader *reader = find(lun);
  if (!reader) return IFD_NO_SUCH_DEVICE;
  int is_broken = reader->control[BROKEN];
  if (is_round(reader)) {
    reader->is_broken = is_broken;
    if (!is_broken && reader->has_card) reader->has_card = is_still_there(reader);
    else if (!is_broken && reader->control[PRESENT]) {
      reader->laid = reader->control[LAID];
      reader->has_card = 1;
    }
  }
  if (is_broken) return IFD_NO_SUCH_DEVICE;
  return is_still_there(reader) ? IFD_ICC_PRESENT : IFD_ICC_NOT_PRESENT;
}

static int has_news(struct reader *reader) {
  if (reader->control[BROKEN] || reader->is_broken) return reader->control[BROKEN] != reader->is_broken;
  return reader->has_card ? !is_still_there(reader) : reader->control[PRESENT];
}

/* What an interrupt endpoint does for a real reader: returns early when something changed. */
static RESPONSECODE wait_for_change(DWORD lun, int timeout_ms) {
  struct reader *reader = find(lun);
  if (!reader) return IFD_NO_SUCH_DEVICE;
  char noise[4096];
  struct pollfd both[] = {{.fd = reader->changes, .events = POLLIN}, {.fd = reader->interrupt, .events = POLLIN}};
  int is_interrupted = 0;
  for (long end = now_ms() + timeout_ms, left; !is_interrupted && !has_news(reader) && (left = end - now_ms()) > 0;) {
    poll(both, 2, (int)left);
    while (read(reader->changes, noise, sizeof noise) > 0) continue;
    is_interrupted = read(reader->interrupt, noise, sizeof noise) > 0;
  }
  reader->is_due = 1;
  return IFD_SUCCESS;
}

/* pcscd asks for it whenever it has to look for itself, at the latest when the reader goes. */
static RESPONSECODE stop_waiting(DWORD lun) {
  struct reader *reader = find(lun);
  unsigned long long once = 1;
  if (reader && write(reader->interrupt, &once, sizeof once) < 0) return IFD_COMMUNICATION_ERROR;
  return IFD_SUCCESS;
}

RESPONSECODE IFDHGetCapabilities(DWORD lun, DWORD tag, PDWORD length, PUCHAR value) {
  struct reader *reader = find(lun);
  if (!reader) return IFD_COMMUNICATION_ERROR;
  switch (tag) {
  case TAG_IFD_ATR:
  case SCARD_ATTR_ATR_STRING: {
    DWORD size = reader->is_powered ? reader->control[ATR_LENGTH] : 0;
    if (*length < size) return IFD_ERROR_INSUFFICIENT_BUFFER;
    memcpy(value, (void *)&reader->control[ATR], size);
    *length = size;
    return IFD_SUCCESS;
  }
  case TAG_IFD_SLOTS_NUMBER:
  case TAG_IFD_THREAD_SAFE:
    *length = 1;
    *value = 1;
    return IFD_SUCCESS;
  case TAG_IFD_SIMULTANEOUS_ACCESS:
    *length = 1;
    *value = SLOTS;
    return IFD_SUCCESS;
  case TAG_IFD_POLLING_THREAD_KILLABLE:
    *length = 1;
    *value = 0;
    return IFD_SUCCESS;
  case TAG_IFD_POLLING_THREAD_WITH_TIMEOUT:
    if (!reader->control[HAS_EVENTS]) return IFD_ERROR_TAG;
    *length = sizeof(void *);
    *(RESPONSECODE(**)(DWORD, int))value = wait_for_change;
    return IFD_SUCCESS;
  case TAG_IFD_STOP_POLLING_THREAD:
    if (!reader->control[HAS_EVENTS]) return IFD_ERROR_TAG;
    *length = sizeof(void *);
    *(RESPONSECODE(**)(DWORD))value = stop_waiting;
    return IFD_SUCCESS;
  default:
    return IFD_ERROR_TAG;
  }
}

RESPONSECODE IFDHSetCapabilities(DWORD lun, DWORD tag, DWORD length, PUCHAR value) {
  (void)lun, (void)tag, (void)length, (void)value;
  return IFD_ERROR_TAG;
}

RESPONSECODE IFDHSetProtocolParameters(DWORD lun, DWORD protocol, UCHAR flags, UCHAR a, UCHAR b, UCHAR c) {
  (void)lun, (void)protocol, (void)flags, (void)a, (void)b, (void)c;
  return IFD_SUCCESS;
}

RESPONSECODE IFDHPowerICC(DWORD lun, DWORD action, PUCHAR atr, PDWORD length) {
  struct reader *reader = find(lun);
  if (!reader) return IFD_NO_SUCH_DEVICE;
  reader->is_powered = 0;
  *length = 0;
  if (action == IFD_POWER_DOWN) return IFD_SUCCESS;
  if (!reader->control[PRESENT] || reader->control[MUTE]) return IFD_ERROR_POWER_ACTION;
  reader->is_powered = 1;
  *length = reader->control[ATR_LENGTH];
  memcpy(atr, (void *)&reader->control[ATR], *length);
  return IFD_SUCCESS;
}

static int read_all(int file, unsigned char *to, size_t size) {
  for (size_t done = 0; done < size;) {
    ssize_t got = read(file, to + done, size - done);
    if (got <= 0) return -1;
    done += (size_t)got;
  }
  return 0;
}

static int write_frame(int file, const void *bytes, size_t size) {
  unsigned char frame[2 + 0xffff] = {(unsigned char)(size >> 8), (unsigned char)size};
  memcpy(frame + 2, bytes, size);
  return send(file, frame, size + 2, MSG_NOSIGNAL) == (ssize_t)(size + 2) ? 0 : -1;
}

static int call_card(struct reader *reader) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (reader->card >= 0) return 0;
  snprintf(address.sun_path, sizeof address.sun_path, "%s/card.sock", getenv("KB_IFD_DIR"));
  reader->card = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (reader->card < 0) return -1;
  if (connect(reader->card, (struct sockaddr *)&address, sizeof address) == 0 &&
      write_frame(reader->card, reader->name, strlen(reader->name)) == 0)
    return 0;
  close(reader->card);
  reader->card = -1;
  return -1;
}

RESPONSECODE IFDHTransmitToICC(DWORD lun, SCARD_IO_HEADER send_pci, PUCHAR apdu, DWORD apdu_length, PUCHAR answer,
                               PDWORD answer_length, PSCARD_IO_HEADER receive_pci) {
  (void)receive_pci, (void)send_pci;
  struct reader *reader = find(lun);
  unsigned char size[2];
  DWORD room = *answer_length;
  *answer_length = 0;
  if (!reader) return IFD_NO_SUCH_DEVICE;
  if (!reader->control[PRESENT]) return IFD_ICC_NOT_PRESENT;
  if (call_card(reader) != 0) return IFD_COMMUNICATION_ERROR;
  if (write_frame(reader->card, apdu, apdu_length) == 0 && read_all(reader->card, size, 2) == 0) {
    DWORD length = (DWORD)(size[0] << 8 | size[1]);
    if (length == 0) return IFD_COMMUNICATION_ERROR;
    if (length <= room && read_all(reader->card, answer, length) == 0) {
      *answer_length = length;
      return IFD_SUCCESS;
    }
  }
  close(reader->card);
  reader->card = -1;
  return IFD_COMMUNICATION_ERROR;
}

/* Vendor and product are asked the way libccid answers it: PC/SC part 10, FEATURE_GET_TLV_PROPERTIES. */
RESPONSECODE IFDHControl(DWORD lun, DWORD code, PUCHAR in, DWORD in_length, PUCHAR out, DWORD out_length, LPDWORD used) {
  (void)in, (void)in_length;
  struct reader *reader = find(lun);
  DWORD properties = SCARD_CTL_CODE(3500 + FEATURE_GET_TLV_PROPERTIES);
  *used = 0;
  if (!reader) return IFD_NO_SUCH_DEVICE;
  if (code == CM_IOCTL_GET_FEATURE_REQUEST && out_length >= 6) {
    unsigned char feature[6] = {FEATURE_GET_TLV_PROPERTIES, 4, (unsigned char)(properties >> 24),
                                (unsigned char)(properties >> 16), (unsigned char)(properties >> 8),
                                (unsigned char)properties};
    memcpy(out, feature, *used = sizeof feature);
    return IFD_SUCCESS;
  }
  if (code == properties && out_length >= 8) {
    /* Little endian, as in libccid. */
    unsigned char tlv[8] = {PCSCv2_PART10_PROPERTY_wIdVendor, 2, (unsigned char)reader->vendor,
                            (unsigned char)(reader->vendor >> 8), PCSCv2_PART10_PROPERTY_wIdProduct, 2,
                            (unsigned char)reader->product, (unsigned char)(reader->product >> 8)};
    memcpy(out, tlv, *used = sizeof tlv);
    return IFD_SUCCESS;
  }
  return IFD_ERROR_NOT_SUPPORTED;
}
