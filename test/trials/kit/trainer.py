"""A trainer that prints as pjreddie's Darknet does, saves in place every hundred iterations, and writes down in a
ledger what it truly did. Arguments: the directory, the milliseconds that an iteration takes.

It ends with the status that it finds in `exit`, and of a signal as a program without handlers does. Python notices a
signal before its next step, as most trainers do: a Node program would first go on into a save that it is about to begin.
"""
import os
import select
import signal
import sys

directory, pace = sys.argv[1], float(sys.argv[2]) / 1000
ledger = os.open(os.path.join(directory, "ledger.txt"), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
is_saving = False


def sleep(seconds):
    """libfaketime makes time.sleep fail."""
    select.select([], [], [], seconds)


def write_down(entry):
    os.write(ledger, f"{entry}\n".encode())


def say(line):
    """Waits for room on a full disk: what it says is never lost by its own doing."""
    rest = f"{line}\n".encode()
    while rest:
        try:
            rest = rest[os.write(1, rest):]
        except OSError:
            sleep(0.02)


def end(number, _frame):
    write_down(f"signal {signal.Signals(number).name}{' saving' if is_saving else ''}")
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def save(at):
    global is_saving
    path = os.path.join(directory, "shapes.weights")
    say(f"Saving weights to {path}")
    # A signal that is pending ends it here, as the file is still whole: Python by itself may open it first.
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    if signal.sigpending() & stops:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, stops)
    with open(path, "wb", buffering=0) as file:
        is_saving = True
        signal.pthread_sigmask(signal.SIG_UNBLOCK, stops)
        file.write(f"weights of {at} ".encode())
        sleep(0.02)
        file.write(b"whole")
    is_saving = False


def status_asked():
    try:
        with open(os.path.join(directory, "exit")) as file:
            return int(file.read())
    except OSError:
        return None


stops = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
for number in stops:
    signal.signal(number, end)

say("shapes")
say("Learning Rate: 0.001, Momentum: 0.9, Decay: 0.0005")
at = 0
while True:
    at += 1
    say(f"{at}: 1.500000, 1.500000 avg, 0.001000 rate, 0.100000 seconds, {at * 64} images")
    write_down(f"line {at}")
    if at % 100 == 0:
        save(at)
    status = status_asked()
    if status is not None:
        write_down(f"exit {status}")
        os._exit(status)
    sleep(pace)
