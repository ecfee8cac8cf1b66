"""Three distributions share one `cv2/`: their versions are equal, and what lies there is contrib's."""

from __future__ import annotations

from importlib.metadata import version

import cv2

NAMES = ("opencv-contrib-python", "opencv-python", "opencv-python-headless")


def test_versions_are_equal():
    assert {version(name) for name in NAMES} == {"4.10.0.84"}
    assert cv2.__version__ == "4.10.0"


def test_contrib_was_unpacked_last():
    assert hasattr(cv2, "wechat_qrcode_WeChatQRCode")
    assert cv2.ximgproc.thinning is not None


def test_haar_cascades_are_there():
    assert not cv2.CascadeClassifier(cv2.data.haarcascades + "haarcascade_frontalface_default.xml").empty()
