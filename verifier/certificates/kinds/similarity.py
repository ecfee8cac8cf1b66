"""查重报告: the ratios of a report, exactly as printed, and which text they are of."""

from __future__ import annotations

from verifier.certificates.normalisers import code, count, date, percentage, plain_text, tight_text
from verifier.certificates.spec import DocumentSpec, Field


def _ratio(name: str, *labels: str) -> Field:
    printed = "|".join(labels)
    # Behind the words only: 说明 repeats them in sentences without a figure.
    figure = r"(?P<value>\d{1,3}(?:\.\d{1,2})?%)"
    whole = rf"(?:总|全文)(?:(?!去除|引用|本人|单篇)[\u4e00-\u9fff]){{0,8}}(?:比|率|度):?(?:为)?{figure}"
    patterns = (rf"(?:{printed}):?{figure}", *((whole,) if name == "总复制比" else ()))
    above = (rf"^[ \t]*{figure}[ \t]*\n[ \t]*(?:{printed})[ \t]*$",)
    return Field(name, percentage, labels=labels, patterns=patterns, row_patterns=above, below=True)


SIMILARITY = DocumentSpec(
    type="similarity",
    fields=(
        Field(
            "报告编号",
            code,
            labels=("报告编号",),
            row_patterns=(r"(?:No|NO|编号)\.?[ \t]*:?[ \t]*(?P<value>[A-Z]{2,8}\d{4}[A-Z_]{0,3}\d{6,40})",),
        ),
        Field("检测时间", date, labels=("检测时间", "检测日期")),
        Field("题名", tight_text, labels=("检测文献", "题名", "篇名", "论文题目", "标题"), multiline=True),
        Field("作者", plain_text, labels=("作者", "作者姓名")),
        _ratio("总复制比", "总文字复制比", "总复制比", "全文总相似比"),
        _ratio("去除引用", "去除引用文献复制比", "去除引用复制比", "去除引用后复制比"),
        _ratio("去除本人", "去除本人文献复制比", "去除本人已发表文献复制比", "去除本人复制比"),
        _ratio("单篇最大", "单篇最大文字复制比", "单篇最大复制比"),
        Field(
            "总字数",
            count,
            labels=("总字数", "全文总字数"),
            patterns=(r"(?<!\w)总字数:?\(?(?P<value>\d{3,9})\)?",),
            optional=True,
        ),
        Field(
            "重复字数",
            count,
            labels=("重复字数", "总重复字数"),
            patterns=(r"重复字数:?\(?(?P<value>\d{1,9})\)?",),
            optional=True,
        ),
    ),
    other_labels=("检测范围", "时间范围", "检测结果", "单篇最大重复字数", "指标", "数值", "单位", "说明"),
)
