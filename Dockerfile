# docker build -t c360lint .
# docker run --rm --network none -v "$PWD:/project:ro" c360lint
FROM python:3.12-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/c360lint \
 && /opt/c360lint/bin/python -m pip install --no-cache-dir --disable-pip-version-check .

FROM python:3.12-slim
COPY --from=build /opt/c360lint /opt/c360lint
ENV PATH="/opt/c360lint/bin:$PATH"
WORKDIR /project
USER 65534:65534
ENTRYPOINT ["c360lint"]
CMD ["check"]
