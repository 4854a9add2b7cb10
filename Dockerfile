# docker build -t c360lint .
# docker run --rm --network none -v "$PWD:/project:ro" c360lint
#
# What pip installs has its hash in the locks. The image that it begins with has a tag, which moves;
# a release names the image itself: --build-arg PYTHON=python:3.13-slim@sha256:…
ARG PYTHON=python:3.13-slim

FROM ${PYTHON} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /source
COPY requirements.lock .ci/build.lock ./
RUN python -m venv /opt/build && /opt/build/bin/python -m pip install --require-hashes -r build.lock \
 && python -m venv /opt/c360lint && /opt/c360lint/bin/python -m pip install --require-hashes -r requirements.lock
COPY . .
RUN /opt/build/bin/python -m hatchling build --target wheel --directory /wheel \
 && /opt/c360lint/bin/python -m pip install --no-deps --no-index /wheel/*.whl

FROM ${PYTHON}
COPY --from=build /opt/c360lint /opt/c360lint
ENV PATH="/opt/c360lint/bin:$PATH"
WORKDIR /project
USER 65534:65534
ENTRYPOINT ["c360lint"]
CMD ["check"]
