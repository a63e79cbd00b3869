"""JSON for programs."""

from fastapi import APIRouter

ROUTERS: list[APIRouter] = []
