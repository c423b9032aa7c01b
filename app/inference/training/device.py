"""Where training runs."""


def device() -> str:
    """An accelerator where there is one, which multiplies in TF32 then; otherwise the processor."""
    import torch

    if not torch.cuda.is_available():
        return "cpu"
    torch.set_float32_matmul_precision("high")
    return "cuda"
