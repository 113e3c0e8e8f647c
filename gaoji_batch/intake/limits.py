from pydantic import BaseModel


class Limits(BaseModel):
    file_bytes: int = 50 * 2**20
