"""The facts and rules: functions of their arguments, time included. No I/O."""
