"""Convolution by Python libraries, as a program of its own: TOOL INPUT IMPULSE OUTPUT."""

import sys

import soundfile


def convolve_scipy(sound, taps, _rate):
    from scipy.signal import oaconvolve
    return oaconvolve(sound, taps, axes=0)[:len(sound)]


def convolve_pedalboard(sound, impulse_path, rate):
    from pedalboard import Convolution
    return Convolution(impulse_path, 1.0)(sound.T, rate, buffer_size=8192).T


def main():
    tool, source, impulse, destination = sys.argv[1:]
    sound, rate = soundfile.read(source, dtype="float32")
    if tool == "scipy":
        taps, _ = soundfile.read(impulse, dtype="float32")
        sound = convolve_scipy(sound, taps, rate)
    elif tool == "pedalboard":
        sound = convolve_pedalboard(sound, impulse, rate)
    soundfile.write(destination, sound, rate, "FLOAT")


main()
