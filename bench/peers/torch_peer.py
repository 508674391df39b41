#!/usr/bin/env python3
"""The same work in PyTorch, for `./diten bench`: reads commands from standard input, answers one JSON line each.

Arranged so that PyTorch looks its best: images lie in memory as one tensor, one model is reused for every device, the
optimiser is a plain loop over parameters (no momentum, no DataLoader, no Python objects per sample), batches are views,
and before the first measurement the faster of PyTorch's two convolution back ends (oneDNN, native) is picked.

Commands:
  epoch                one device, one epoch from the initial parameters
  batch SIZE           sets the batch size from here on
  round FIRST COUNT    devices FIRST .. FIRST+COUNT-1, one epoch each from the initial parameters; their mean is formed
  quit
"""
import argparse
import json
import math
import os
import re
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional


def lenet5():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


def mcmahan_cnn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(3136, 512), nn.ReLU(), nn.Linear(512, 10))


def softmax():
    return nn.Sequential(nn.Linear(784, 10))


def mlp():
    return nn.Sequential(nn.Linear(784, 200), nn.ReLU(), nn.Linear(200, 200), nn.ReLU(), nn.Linear(200, 10))


def rul_cnn():
    return nn.Sequential(
        nn.Conv1d(14, 64, 29), nn.ReLU(), nn.MaxPool1d(2), nn.Flatten(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 1))


# Name: network, shape of a sample, loss.
MODELS = {
    "softmax": (softmax, (784,), functional.cross_entropy),
    "mlp": (mlp, (784,), functional.cross_entropy),
    "lenet5": (lenet5, (1, 28, 28), functional.cross_entropy),
    "mcmahan-cnn": (mcmahan_cnn, (1, 28, 28), functional.cross_entropy),
    "rul-cnn": (rul_cnn, (14, 30), functional.mse_loss),
}


def blas_libraries():
    """Files of the linear algebra libraries that this process has really loaded."""
    torch.mm(torch.ones(64, 64), torch.ones(64, 64))
    found = set()
    with open("/proc/self/maps", encoding="utf-8") as maps:
        for line in maps:
            path = line.split()[-1]
            if re.search(r"/lib(openblas|blas|mkl_\w+|blis|atlas)[^/]*\.so", path):
                found.add(os.path.realpath(path))
    return sorted(found)


class Peer:
    def __init__(self, options):
        self.options = options
        torch.manual_seed(1)
        torch.set_num_threads(options.threads)
        build, shape, self.loss = MODELS[options.model]
        self.model = build()
        self.parameters = list(self.model.parameters())
        if options.start:
            flat = torch.from_numpy(numpy.fromfile(options.start, dtype=numpy.float32))
            nn.utils.vector_to_parameters(flat, self.parameters)
        self.start = [p.detach().clone() for p in self.parameters]
        with open(options.data, "rb") as file:
            raw = file.read()
        features = options.features
        count = len(raw) // ((features + 1) * 4)
        samples = numpy.frombuffer(raw, dtype=numpy.float32, count=count * features)
        self.x = torch.from_numpy(samples.copy()).view(count, *shape)
        if self.loss is functional.mse_loss:
            targets = numpy.frombuffer(raw, dtype=numpy.float32, count=count, offset=count * features * 4)
            self.y = torch.from_numpy(targets.copy()).view(count, 1)
        else:
            labels = numpy.frombuffer(raw, dtype=numpy.int32, count=count, offset=count * features * 4)
            self.y = torch.from_numpy(labels.astype(numpy.int64))
        self.backend = "native"
        if torch.backends.mkldnn.is_available():
            self.backend = min(("oneDNN", "native"), key=self.try_backend)
            self.use(self.backend)

    @staticmethod
    def use(backend):
        torch._C._set_mkldnn_enabled(backend == "oneDNN")

    def try_backend(self, backend):
        self.use(backend)
        self.device(0, 100)
        begin = time.perf_counter()
        self.device(0, 100)
        return time.perf_counter() - begin

    def device(self, index, images):
        """One epoch of one device; returns the mean loss."""
        with torch.no_grad():
            for parameter, value in zip(self.parameters, self.start):
                parameter.copy_(value)
        batch, rate = self.options.batch, self.options.rate
        first = index * self.options.images
        order = torch.randperm(images) + first
        x, y = self.x[order], self.y[order]
        total = torch.zeros(())
        for begin in range(0, images, batch):
            part = y[begin:begin + batch]
            loss = self.loss(self.model(x[begin:begin + batch]), part)
            for parameter in self.parameters:
                parameter.grad = None
            loss.backward()
            with torch.no_grad():
                for parameter in self.parameters:
                    parameter.add_(parameter.grad, alpha=-rate)
                total += loss.detach() * len(part)
        return float(total) / images

    def round(self, first, count):
        mean = [torch.zeros_like(p) for p in self.parameters]
        loss = 0.0
        for index in range(first, first + count):
            loss += self.device(index, self.options.images) / count
            with torch.no_grad():
                for total, parameter in zip(mean, self.parameters):
                    total.add_(parameter, alpha=1 / count)
        return loss


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", choices=sorted(MODELS), required=True)
    parser.add_argument("--data", required=True, help="float32 samples, then int32 labels or float32 targets")
    parser.add_argument("--features", type=int, default=784, help="values of a sample")
    parser.add_argument("--start", help="float32 initial parameters")
    parser.add_argument("--images", type=int, default=600, help="images of a device")
    parser.add_argument("--batch", type=int, default=10)
    parser.add_argument("--rate", type=float, default=0.1)
    parser.add_argument("--threads", type=int, default=1)
    peer = Peer(parser.parse_args())
    print(json.dumps({
        "torch": torch.__version__, "threads": torch.get_num_threads(), "convolutions": peer.backend,
        "blas": blas_libraries()}), flush=True)
    for line in sys.stdin:
        words = line.split()
        if not words or words[0] == "quit":
            break
        begin, begin_processor = time.perf_counter(), time.process_time()
        if words[0] == "epoch":
            loss = peer.device(0, peer.options.images)
        elif words[0] == "batch":
            peer.options.batch = int(words[1])
            if torch.backends.mkldnn.is_available():
                peer.backend = min(("oneDNN", "native"), key=peer.try_backend)
                peer.use(peer.backend)
            loss = 0.0
        elif words[0] == "round":
            loss = peer.round(int(words[1]), int(words[2]))
        else:
            raise SystemExit(f"unknown command: {words[0]}")
        spent = {"seconds": time.perf_counter() - begin, "processor": time.process_time() - begin_processor}
        if not math.isfinite(loss):
            raise SystemExit(f"{line.strip()}: the loss is {loss}; such a run measures nothing")
        print(json.dumps({**spent, "loss": loss}), flush=True)


if __name__ == "__main__":
    main()
