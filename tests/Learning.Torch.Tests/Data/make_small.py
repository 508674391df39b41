#!/usr/bin/env python3
"""Writes small.pt, the TorchScript model of the tests: python3 make_small.py (PyTorch 1.13)."""
import torch
from torch import nn

torch.manual_seed(7)
model = nn.Sequential(nn.Conv2d(1, 2, 5, stride=3), nn.Tanh(), nn.Flatten(), nn.Linear(128, 10))
torch.jit.save(torch.jit.script(model), "small.pt")
