"""People set right what was read (確認・訂正): the sheets that they fill in, and how what they wrote is applied."""
