"""The learned half of the judge: trees (`ink.onnx`, `pasted.onnx`), the scripts that make them, and `CARD.md`."""
