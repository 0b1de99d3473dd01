"""The same models in plain PyTorch, and the two loops that train them."""

import torch
import torch.nn.functional as F
from torch import nn

EPSILON = 1e-7


class Lstm(nn.Module):
    """Keras's LSTM: gates by hard_sigmoid, which torch.nn.LSTM does not have.

    The inputs of all steps are multiplied at once, and the slope of the gates stands in the
    weights, so that a gate is one clamp.
    """

    def __init__(self, features, units):
        super().__init__()
        self.units = units
        self.kernel = nn.Parameter(torch.empty(features, 4 * units))
        self.recurrent_kernel = nn.Parameter(torch.empty(units, 4 * units))
        self.bias = nn.Parameter(torch.zeros(4 * units))
        nn.init.xavier_uniform_(self.kernel)
        nn.init.orthogonal_(self.recurrent_kernel)
        slopes = torch.full((4 * units,), 0.2)
        slopes[3 * units :] = 1.0
        offsets = torch.full((4 * units,), 0.5)
        offsets[3 * units :] = 0.0
        self.register_buffer("slopes", slopes)
        self.register_buffer("offsets", offsets)

    def forward(self, x):
        units, (batch, steps, features) = self.units, x.shape
        bias = torch.addcmul(self.offsets, self.bias, self.slopes)
        recurrent = self.recurrent_kernel * self.slopes
        x = x.transpose(0, 1).reshape(-1, features)
        parts = torch.addmm(bias, x, self.kernel * self.slopes).view(steps, batch, -1).unbind(0)
        h = c = x.new_zeros(batch, units)
        for part in parts:
            z = torch.addmm(part, h, recurrent)
            gates, candidate = z.split((3 * units, units), 1)
            i, f, o = gates.clamp(0.0, 1.0).chunk(3, 1)
            c = torch.addcmul(f * c, i, torch.tanh(candidate))
            h = o * torch.tanh(c)
        return h


class ConvLstm(nn.Module):
    """Keras's ConvLSTM2D in torch's order of axes, with padding "same" and the last output alone.

    The inputs of all steps are convolved at once, the gates of a state together, and the slope of
    the gates stands in the weights, so that a gate is one clamp.
    """

    def __init__(self, channels, filters, window):
        super().__init__()
        self.filters = filters
        self.inputs = nn.Conv2d(channels, 4 * filters, window, padding=window // 2)
        self.state = nn.Conv2d(filters, 4 * filters, window, padding=window // 2, bias=False)
        slopes = torch.full((4 * filters, 1, 1, 1), 0.2)
        slopes[3 * filters :] = 1.0
        offsets = torch.full((4 * filters,), 0.5)
        offsets[3 * filters :] = 0.0
        self.register_buffer("slopes", slopes)
        self.register_buffer("offsets", offsets)

    def forward(self, x):
        filters, (batch, steps) = self.filters, x.shape[:2]
        padding = self.state.padding
        bias = torch.addcmul(self.offsets, self.inputs.bias, self.slopes.flatten())
        x = x.transpose(0, 1).flatten(0, 1)
        parts = F.conv2d(x, self.inputs.weight * self.slopes, bias, padding=padding)
        parts = parts.unflatten(0, (steps, batch)).unbind(0)
        weight = self.state.weight * self.slopes
        h = c = x.new_zeros(batch, filters, *x.shape[2:])
        for part in parts:
            z = part + F.conv2d(h, weight, padding=padding)
            gates, candidate = z.split((3 * filters, filters), 1)
            i, f, o = gates.clamp(0.0, 1.0).chunk(3, 1)
            c = torch.addcmul(f * c, i, torch.tanh(candidate))
            h = o * torch.tanh(c)
        return h


class Residual(nn.Module):
    """Two convolutions beside a way past them."""

    def __init__(self, filters):
        super().__init__()
        self.inner = nn.Sequential(
            *conv_norm(filters, filters), nn.ReLU(), *conv_norm(filters, filters)
        )

    def forward(self, x):
        return F.relu(x + self.inner(x))


def conv_norm(channels, filters):
    yield nn.Conv2d(channels, filters, 3, padding=1)
    yield nn.BatchNorm2d(filters, eps=1e-3, momentum=0.01)


class PerPixel(nn.Module):
    """Dense layers on the last axis of images, as Keras applies them."""

    def __init__(self, *layers):
        super().__init__()
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x.permute(0, 2, 3, 1))


class Mean(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


# ---- losses, as Keras writes them
def categorical_crossentropy(targets, outputs):
    outputs = outputs / outputs.sum(-1, keepdim=True)
    return -(targets * outputs.clamp(EPSILON, 1 - EPSILON).log()).sum(-1).mean()


def binary_crossentropy(targets, outputs):
    return F.binary_cross_entropy_with_logits(torch.logit(outputs, EPSILON), targets)


def categorical_accuracy(targets, outputs):
    return (targets.argmax(-1) == outputs.argmax(-1)).float().mean()


def binary_accuracy(targets, outputs):
    return (targets == outputs.round()).float().mean()


# ---- optimizers
class Rmsprop:
    """RMSprop in one pass over memory.

    torch.optim has no fused one; the fused kernel of Adam is it, with no momentum and with so many
    steps behind it that its bias corrections are 1.
    """

    def __init__(self, parameters, lr, rho, epsilon):
        self.parameters = list(parameters)
        self.rates = {"lr": lr, "beta1": 0.0, "beta2": rho, "eps": epsilon}
        self.means = [torch.zeros_like(p) for p in self.parameters]
        self.squares = [torch.zeros_like(p) for p in self.parameters]
        self.late = [torch.full((), 1e30, device=p.device) for p in self.parameters]

    @torch.no_grad()
    def step(self):
        grads = [p.grad for p in self.parameters]
        torch._fused_adam_(
            self.parameters, grads, self.means, self.squares, [], self.late,
            weight_decay=0.0, amsgrad=False, maximize=False, **self.rates,
        )  # fmt: skip


# ---- loops
class Tutorial:
    """The loop of the tutorials: DataLoader, zero_grad, backward, step, loss.item()."""

    def __init__(self, work, model, device):
        self.work, self.model, self.device = work, model.to(device), device
        self.optimizer = work.optimizer(model.parameters(), fused=False)
        data = torch.utils.data.TensorDataset(*map(torch.from_numpy, work.data_for_torch()))
        self.loader = torch.utils.data.DataLoader(data, work.batch, shuffle=True)

    def train(self):
        self.model.train()
        running, right = 0.0, 0.0
        for x, y in self.loader:
            x, y = x.to(self.device), y.to(self.device)
            self.optimizer.zero_grad()
            outputs = self.model(x)
            loss = self.work.loss(y, outputs)
            loss.backward()
            self.optimizer.step()
            running += loss.item()
            if self.work.accuracy:
                right += self.work.accuracy(y, outputs).item()
        return running, right

    def predict(self):
        self.model.eval()
        with torch.no_grad():
            parts = [self.model(x.to(self.device)).cpu() for x, _ in self.loader]
        return torch.cat(parts).numpy()


class Tight:
    """The tightest loop: data on the device, fused optimizer, no reading of the loss."""

    def __init__(self, work, model, device):
        self.work, self.model = work, model.to(device)
        self.parameters = list(model.parameters())
        self.optimizer = work.optimizer(self.parameters, fused=True)
        self.x, self.y = (torch.from_numpy(a).to(device) for a in work.data_for_torch())
        if self.x.ndim == 4:
            self.x = self.x.contiguous(memory_format=torch.channels_last)
            self.model.to(memory_format=torch.channels_last)

    def train(self):
        self.model.train()
        work = self.work
        running = torch.zeros((), device=self.x.device)
        right = torch.zeros((), device=self.x.device)
        order = torch.randperm(len(self.x), device=self.x.device)
        for rows in order.split(work.batch):
            x, y = self.x[rows], self.y[rows]
            outputs = self.model(x)
            loss = work.loss(y, outputs)
            loss.backward()
            self.optimizer.step()
            for parameter in self.parameters:
                parameter.grad = None
            with torch.no_grad():
                running += loss
                if work.accuracy:
                    right += work.accuracy(y, outputs)
        return running.item(), right.item()

    def predict(self):
        self.model.eval()
        with torch.inference_mode():
            parts = [self.model(x) for x in self.x.split(self.work.batch)]
            return torch.cat(parts).cpu().numpy()
