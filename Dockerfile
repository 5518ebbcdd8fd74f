# The site, its workers, its relay and its timetable are one image; compose.yaml says which of them a container is.
FROM python:3.13-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends gettext && pip install --no-cache-dir uv
WORKDIR /app
COPY pyproject.toml requirements.lock ./
# The dependencies alone, not the tools of development, at the very releases and hashes of the lock.
RUN uv venv /venv && uv pip install --no-cache --python /venv/bin/python --require-hashes -r pyproject.toml -c requirements.lock
COPY . .
RUN find spotter/locale -name '*.po' -execdir msgfmt --check-format -o django.mo django.po ';'

FROM python:3.13-slim
RUN useradd --system --create-home --uid 10001 spotter && install -d -o spotter -g spotter -m 0700 /var/lib/spotter
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DEBUG=false VAR_DIR=/var/lib/spotter
USER spotter
EXPOSE 8000
CMD ["gunicorn", "spotter.wsgi:application", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=3", "--threads=4", "--no-control-socket", "--worker-tmp-dir=/dev/shm"]
