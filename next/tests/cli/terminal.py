# Runs a command with a terminal as its input, output and errors, and prints what the terminal sees as it sees it.
# Usage: terminal.py COLUMNS ANSWER PROGRAM ARGUMENT…   ANSWER is typed when a question is asked ("type yes").
import fcntl
import os
import pty
import struct
import sys
import termios

columns, answer, *command = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, int(columns), 0, 0))
seen = b""
while True:
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        break
    if not chunk:
        break
    seen += chunk
    sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()
    if answer and b"Type yes to go on: " in seen:
        os.write(terminal, b"\x03" if answer == "^C" else answer.encode() + b"\r")
        answer = ""
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
