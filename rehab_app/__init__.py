"""The records, letters and figures of a drug rehabilitation clinic (klinik IPWL), kept on the office's own PC."""

__version__ = "0.1.0"
