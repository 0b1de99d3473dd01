"""For users of PyTorch: a Keras model is a module, trained here by a torch.optim loop."""
import os
import tempfile

import numpy as np
import torch
from keras.layers import BatchNormalization, Conv2D, Dense, Dropout, GlobalAveragePooling2D, Input
from keras.models import Model

torch.manual_seed(0)
np.random.seed(0)


def network():
    # The keys of the state are the layers' names.
    image = Input(shape=(16, 16, 1))
    h = Conv2D(8, 3, activation='relu', padding='same', name='first')(image)
    h = BatchNormalization(name='norm')(h)
    h = Conv2D(16, 3, activation='relu', padding='same', name='last')(h)
    h = Dropout(0.1)(GlobalAveragePooling2D()(h))
    return Model(image, Dense(2, name='scores')(h))


# Stripes across or down.
labels = torch.randint(2, (512,))
stripes = torch.arange(16).remainder(4).lt(2).float()
images = torch.where(labels[:, None, None, None] == 0, stripes[:, None, None], stripes[:, None])
images = images.expand(512, 16, 16, 1) + 0.3 * torch.randn(512, 16, 16, 1)

model = network()
device = next(model.parameters()).device
images, labels = images.to(device), labels.to(device)
optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
seen = []
handle = model.get_layer('last').register_forward_hook(lambda m, i, o: seen.append(o.shape))

model.train()
for epoch in range(5):
    for x, y in zip(images.split(64), labels.split(64)):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
    print('epoch %d: loss %.4f' % (epoch + 1, loss.item()))
handle.remove()
assert len(seen) == 40

model.eval()
with torch.no_grad():
    accuracy = (model(images).argmax(1) == labels).float().mean().item()
print('accuracy %.3f' % accuracy)
assert accuracy > 0.95

# The state goes into another model by PyTorch's way, and predict sees it.
path = os.path.join(tempfile.mkdtemp(), 'weights.pt')
torch.save(model.state_dict(), path)
other = network()
other.load_state_dict(torch.load(path))
expected = model(images[:8]).detach().cpu().numpy()
assert np.allclose(other.predict(images[:8].cpu().numpy()), expected, atol=1e-5)
print('moved by state_dict; predict agrees')
