"""Pages that are no document of the catalogue and get filed by mistake: slips, tickets, receipts, menus, posters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.synthesis.documents.amounts import capital_amount, plain_amount
from tests.synthesis.documents.barcodes import draw_bars, draw_qr
from tests.synthesis.documents.common import Style, finish, grid
from tests.synthesis.documents.pictures import chat_screenshot, wall_photo
from tests.synthesis.paper import WUHAO, Sheet, Type
from tests.synthesis.people import Scene, chinese_date
from tests.synthesis.seals import draw_seal, press
from tests.synthesis.truth import Drawn

TOWNS = ("银沙湖", "孔雀滩", "昆仑河", "塔河湾", "雪松岭", "云洲", "鹤岭", "铁门湾")
_BANK = "云杉村镇银行"


def _done(sheet: Sheet, scene: Scene, look: Style, layout: str) -> Drawn:
    """Finish a page of no type; nobody presses a seal over the edge of a ticket."""
    return finish(sheet, scene, replace(look, edge_seal=False), None, layout)


def blank(scene: Scene, look: Style) -> list[Drawn]:
    """An empty sheet that went through the scanner."""
    sheet = Sheet()
    return [sheet.finish(None, "blank")]


def bank_slip(scene: Scene, look: Style) -> list[Drawn]:
    """A bank's receipt of a transfer, a deposit slip, or the strip of a machine: of no type."""
    return [(_transfer, _deposit, _machine)[look.layout](scene, look)]


def _transfer(scene: Scene, look: Style) -> Drawn:
    sheet = Sheet()
    rng = look.rng("slip")
    sheet.centred(24, f"{_BANK}电子回单", Type("heibold", 18))
    type_ = Type("song", WUHAO)
    number, payer, payee = rng.randrange(10**14), rng.randrange(10**12), rng.randrange(10**12)
    amount = rng.randrange(100, 90000) + rng.randrange(100) / 100
    grid(
        sheet, 20, 40, (26, 59, 26, 59),
        (
            (10, ((1, "交易日期"), (1, chinese_date(scene.signed)), (1, "流水号"), (1, f"{number:014d}"))),
            (10, ((1, "付款人"), (1, scene.unit.name), (1, "收款人"), (1, "长河仪器计量有限公司"))),
            (10, ((1, "付款账号"), (1, f"6000{payer:012d}"), (1, "收款账号"), (1, f"6000{payee:012d}"))),
            (10, ((1, "金额（元）"), (1, f"{amount:.2f}"), (1, "用途"), (1, "货款"))),
        ),
        type_,
    )  # fmt: skip
    press(sheet, draw_seal(f"{_BANK}股份有限公司", shape="oval", centre_text="电子回单专用章", star=False,
                           seed=look.seed, wear=0.1), 160, 78)  # fmt: skip
    return _done(sheet, scene, look, "slip")


def _deposit(scene: Scene, look: Style) -> Drawn:
    sheet, type_ = Sheet((210.0, 120.0)), Type(look.body, 10)
    rng = look.rng("slip")
    fen = rng.randrange(10**5, 10**8)
    sheet.centred(12, f"{_BANK}  现金存款凭条", Type("heibold", 15))
    sheet.text(16, 24, chinese_date(scene.signed), type_)
    sheet.right(24, f"流水号 {rng.randrange(10**10):010d}", type_, edge=194)
    grid(sheet, 14, 32, (30, 62, 28, 62), [
        (10, ((1, "户名"), (1, scene.person.name), (1, "账号"), (1, f"6000{rng.randrange(10**12):012d}"))),
        (10, ((1, "金额大写"), (3, f"人民币{capital_amount(fen)}"))),
        (10, ((1, "金额小写"), (1, f"RMB {plain_amount(fen)}"), (1, "存期"), (1, "活期"))),
        (16, ((1, "客户签名"), (1, ""), (1, "柜员号"), (1, f"{rng.randrange(1000, 9999)}"))),
    ], type_)  # fmt: skip
    stamp = draw_seal(f"{_BANK}业务专用章", shape="rectangle", size_mm=(58.0, 12.0), seed=look.seed, wear=look.wear)
    press(sheet, stamp, 150, 92)
    return _done(sheet, scene, look, "deposit")


def _machine(scene: Scene, look: Style) -> Drawn:
    sheet, rng = Sheet(colour=(251, 251, 250)), look.rng("strip")
    rows = [_BANK, "自动柜员机客户凭条", "",
        f"日期  {scene.signed:%Y/%m/%d} {rng.randrange(8, 20):02d}:{rng.randrange(60):02d}",
            f"终端号  A{rng.randrange(10**7):07d}", f"卡号  6000****{rng.randrange(10**4):04d}", "交易类型  取款",
            f"金额  RMB {rng.randrange(1, 50) * 100}.00", f"手续费  RMB {rng.randrange(0, 5)}.00",
            f"参考号  {rng.randrange(10**12):012d}", "", "请核对现金并妥善保管凭条"]  # fmt: skip
    _strip(sheet, rows, 66, 40, Type("microhei", 10), width=74)
    return _done(sheet, scene, look, "strip")


def _strip(sheet: Sheet, rows: list[str], x: float, y: float, type_: Type, *, width: float) -> float:
    """Lay a narrow strip of thermal paper on the glass and print rows on it; returns the y below them."""
    height = len(rows) * type_.points * 0.56 + 16
    sides = [sheet.px(side) for side in (x, y, x + width, y + height)]
    sheet.pen.rectangle(sides, fill=(243, 243, 240), outline=(205, 205, 204), width=2)
    y += 7
    for row in rows:
        if row:
            sheet.text(x + 5, y, row, type_)
        y += type_.points * 0.56
    return y


def ticket(scene: Scene, look: Style) -> list[Drawn]:
    """A train ticket, a boarding itinerary or a taxi's receipt, copied onto a sheet."""
    return [(_train, _flight, _taxi)[look.layout](scene, look)]


def _train(scene: Scene, look: Style) -> Drawn:
    sheet, rng = Sheet(), look.rng("train")
    x, y = rng.uniform(40, 70), rng.uniform(50, 110)
    place = [sheet.px(side) for side in (x, y, x + 87, y + 54)]
    sheet.pen.rounded_rectangle(place, 20, fill=(206, 226, 240), outline=(150, 176, 196), width=2)
    start, end = rng.sample(TOWNS, 2)
    sheet.text(x + 4, y + 3, f"{rng.choice('ABCDEFGH')}{rng.randrange(10**6):06d}", Type("hei", 11, (190, 40, 40)))
    sheet.right(y + 3, f"检票：{rng.randrange(1, 20)}{rng.choice('AB')}", Type("hei", 8), edge=x + 83)
    sheet.text(x + 6, y + 10, f"{start}站", Type("songbold", 14))
    sheet.centred(y + 10, f"{rng.choice('KTZ')}{rng.randrange(100, 9900)}", Type("hei", 13), left=x, right=x + 87)
    sheet.right(y + 10, f"{end}站", Type("songbold", 14), edge=x + 81)
    sheet.rule(x + 34, y + 16.5, x + 53, y + 16.5)
    day = scene.signed
    sheet.text(
        x + 6,
        y + 20,
        f"{day.year}年{day.month:02d}月{day.day:02d}日{rng.randrange(6, 22):02d}:{rng.randrange(60):02d}开",
        Type("hei", 9),
    )
    sheet.right(y + 20, f"{rng.randrange(1, 17):02d}车{rng.randrange(1, 90):03d}号", Type("hei", 9), edge=x + 81)
    sheet.text(x + 6, y + 26, f"￥{rng.randrange(20, 700)}.5元", Type("hei", 9))
    sheet.right(y + 26, rng.choice(("硬座", "硬卧", "二等座")), Type("hei", 9), edge=x + 81)
    sheet.text(x + 6, y + 32, "限乘当日当次车", Type("hei", 8))
    number = scene.person.id_number
    sheet.text(x + 6, y + 38, f"{number[:10]}****{number[14:]} {scene.person.name}", Type("hei", 9))
    sheet.text(x + 10, y + 45, "报销凭证 遗失不补 退票改签时须交回车站", Type("hei", 6.5))
    draw_qr(sheet, x + 68, y + 33, 15, f"{rng.randrange(10**24):024d}")
    return _done(sheet, scene, look, "train")


def _flight(scene: Scene, look: Style) -> Drawn:
    sheet, type_ = Sheet((229.0, 102.0)), Type(look.body, 9)
    rng = look.rng("flight")
    sheet.centred(8, "航空运输电子客票行程单", Type("heibold", 13))
    sheet.right(9, f"印刷序号 {rng.randrange(10**10):010d}", Type("hei", 8, (180, 40, 40)), edge=217)
    start, end = rng.sample(TOWNS, 2)
    fare = rng.randrange(400, 2400)
    head = ("自 / 至", "航班号", "座位等级", "日期", "时间", "客票级别", "免费行李")
    body = (
        f"自 {start}",
        f"KL{rng.randrange(1000, 9999)}",
        "Y",
        f"{scene.signed:%m月%d日}",
        f"{rng.randrange(6, 23):02d}{rng.randrange(60):02d}",
        "YB",
        "20K",
    )
    grid(sheet, 12, 18, (46, 30, 22, 28, 24, 28, 27), [
        (8, ((2, "旅客姓名"), (2, "有效身份证件号码"), (3, "签注"))),
        (9, ((2, scene.person.name), (2, scene.person.id_number[:6] + "************"), (3, "不得签转"))),
        (8, tuple((1, cell) for cell in head)), (9, tuple((1, cell) for cell in body)), (9, ((1, f"至 {end}"), (6,
        ""))),
        (8, ((1, "票价"), (1, "机场建设费"), (1, "燃油"), (2, "其他税费"), (2, "合计"))),
        (9, ((1, f"CNY {fare}.00"), (1, "CN 50.00"), (1, "YQ 30.00"), (2, ""), (2, f"CNY {fare + 80}.00"))),
    ], type_)  # fmt: skip
    sheet.text(12, 82, f"电子客票号码 999-{rng.randrange(10**10):010d}    验证码 {rng.randrange(10**4):04d}", type_)
    return _done(sheet, scene, look, "flight")


def _taxi(scene: Scene, look: Style) -> Drawn:
    sheet, rng = Sheet(), look.rng("taxi")
    start = rng.randrange(8, 20)
    rows = ["银沙湖市出租汽车客运专用发票", "发票联", f"发票代码 99{rng.randrange(10**10):010d}",
        f"发票号码 {rng.randrange(10**8):08d}",
            f"车号  昆A·T{rng.randrange(10**4):04d}", f"证号  {rng.randrange(10**6):06d}",
            f"日期  {scene.signed:%Y-%m-%d}",
            f"上车  {start:02d}:{rng.randrange(30):02d}", f"下车  {start:02d}:{rng.randrange(30, 60):02d}",
            "单价  2.00元/公里",
            f"里程  {rng.randrange(20, 300) / 10:.1f}公里", f"等候  00:0{rng.randrange(10)}:12",
            f"金额  {rng.randrange(8, 70)}.00元"]  # fmt: skip
    _strip(sheet, rows, 70, 44, Type("microhei", 10), width=66)
    stamp = draw_seal("银沙湖市出租汽车公司", shape="oval", centre_text="发票专用章", star=False, size_mm=(40.0, 28.0),
                      seed=look.seed, wear=look.wear)  # fmt: skip
    press(sheet, stamp, 112, 68)
    return _done(sheet, scene, look, "taxi")


_DISHES = ("大盘鸡", "手抓饭", "烤包子", "拌面", "羊肉串", "酸奶", "凉皮", "清煮羊肉", "椒麻鸡", "坑烤肉", "丸子汤",
    "过油肉", "烤鱼",
           "家常豆腐", "西红柿鸡蛋", "皮辣红", "胡辣羊蹄", "米肠子", "红烧牛肉", "土豆丝")  # fmt: skip
_GOODS = ("纯牛奶250ml", "鸡蛋 散装", "面粉5kg", "苹果 红富士", "洗衣液2kg", "抽纸三层", "酱油500ml", "葡萄干",
    "烤饼 大号", "矿泉水",
          "食用油5L", "垃圾袋", "西红柿", "羊肉 后腿", "签字笔", "笔记本A5")  # fmt: skip


def menu(scene: Scene, look: Style) -> list[Drawn]:
    """A restaurant's menu in two columns, on a board, or with sections."""
    rng = look.rng("menu")
    ground, ink, accent = (
        ((250, 244, 230), (70, 40, 20), (170, 40, 30)), ((40, 46, 44), (240, 240, 232), (250, 200, 90)),
        ((255, 255, 255), (40, 40, 40), (20, 120, 90)),
    )[look.layout]  # fmt: skip
    sheet = Sheet(colour=ground)
    name = rng.choice(("老街坊家常菜", "红柳烤肉馆", "云洲小厨", "塔河湾餐厅"))
    sheet.centred(22, name, Type(("kai", "heibold", "microhei")[look.layout], 34, accent, 2))
    sheet.centred(42, ("今日菜单", "MENU", "菜  单")[look.layout], Type("hei", 15, ink))
    face = Type(("kai", "hei", "microhei")[look.layout], 15, ink)
    dishes = rng.sample(_DISHES, 18)
    for index, dish in enumerate(dishes):
        column, row = (index % 2, index // 2) if look.layout != 1 else (index // 9, index % 9)
        x, y = 24 + 86 * column, 66 + 20 * row
        sheet.text(x, y, dish, face)
        sheet.right(y, f"{rng.randrange(6, 98)}元" if look.layout else f"￥{rng.randrange(6, 98)}", face, edge=x + 74)
    sheet.centred(258, f"订餐电话 1990000{rng.randrange(10**4):04d}", Type("hei", 13, accent))
    return [_done(sheet, scene, look, "menu")]


def shopping_receipt(scene: Scene, look: Style) -> list[Drawn]:
    """A shop's receipt: a till strip, a handwritten-style form of goods, an order's print."""
    rng = look.rng("goods")
    bought = [(name, rng.randrange(1, 4), rng.randrange(150, 9900)) for name in rng.sample(_GOODS, 8)]
    total = sum(count * fen for _, count, fen in bought)
    sheet = Sheet()
    if look.layout == 0:
        rows = [
            "沙枣花超市 银沙湖店",
            f"单号 {rng.randrange(10**12):012d}",
            f"{scene.signed:%Y-%m-%d}  收银员 {rng.randrange(1, 30):03d}",
            "-" * 30,
        ]
        rows += [f"{name}  {count} x {plain_amount(fen)}" for name, count, fen in bought]
        rows += [
            "-" * 30,
            f"合计  {plain_amount(total)}",
            f"实收  {plain_amount(total)}",
            "找零  0.00",
            "",
            "谢谢惠顾 欢迎再次光临",
        ]
        y = _strip(sheet, rows, 62, 30, Type("hei", 10), width=80)
        draw_bars(sheet, 76, y + 8, 50, 12, f"{rng.randrange(10**12):012d}", kind="Code128")
    elif look.layout == 1:
        sheet.centred(30, "销 货 清 单", Type("songbold", 22))
        sheet.text(26, 44, f"客户：{scene.unit.name}", Type("kai", 12))
        sheet.right(44, chinese_date(scene.signed), Type("kai", 12), edge=184)
        body = [(10.0, ((1, "品名"), (1, "数量"), (1, "单价"), (1, "金额")))]
        body += [(10.0, ((1, n), (1, str(c)), (1, plain_amount(f)), (1, plain_amount(c * f)))) for n, c, f in bought]
        body += [(11.0, ((1, "合计（大写）"), (3, capital_amount(total))))]
        grid(sheet, 24, 52, (60, 26, 36, 40), body, Type("kai", 12))
    else:
        sheet.text(20, 20, "订单详情", Type("microhei", 18))
        for index, (name, count, fen) in enumerate(bought):
            y = 40 + 22 * index
            sheet.pen.rectangle(
                [sheet.px(s) for s in (20, y, 36, y + 16)], fill=tuple(rng.randrange(120, 230) for _ in range(3))
            )
            sheet.text(42, y + 1, name, Type("microhei", 12))
            sheet.text(42, y + 9, f"x{count}", Type("microhei", 10, (130, 130, 130)))
            sheet.right(y + 1, f"￥{plain_amount(fen)}", Type("microhei", 12), edge=190)
        sheet.right(226, f"实付款 ￥{plain_amount(total)}", Type("microhei", 14, (200, 50, 30)), edge=190)
    return [_done(sheet, scene, look, "goods")]


def qr_poster(scene: Scene, look: Style) -> list[Drawn]:
    """A poster with a large QR code: a group to join, a questionnaire, a payment code."""
    rng, sheet = look.rng("poster"), Sheet()
    colour = ((30, 150, 90), (40, 90, 200), (230, 120, 30))[look.layout]
    words = (
        ("扫码进群", "单位工会活动通知群"),
        ("满意度问卷调查", "请用手机扫描下方二维码填写"),
        ("收款码", "无需加好友 扫码向我付款"),
    )[look.layout]
    sheet.pen.rectangle([0, 0, *sheet.size], fill=colour if look.layout != 1 else (246, 248, 252))
    if look.layout == 1:
        sheet.pen.rectangle([0, 0, sheet.size[0], sheet.px(60)], fill=colour)
    sheet.centred(28, words[0], Type("heibold", 38, (255, 255, 255)))
    sheet.pen.rounded_rectangle([sheet.px(side) for side in (40, 82, 170, 226)], 30, fill=(255, 255, 255))
    draw_qr(sheet, 52, 92, 106, f"https://q.example.cn/{rng.randrange(16**12):012x}")
    sheet.centred(206, words[1], Type("hei", 15))
    sheet.centred(244, f"{scene.unit.name}", Type("hei", 15, (255, 255, 255) if look.layout != 1 else (60, 60, 60)))
    return [_done(sheet, scene, look, "poster")]


DRAWERS: dict[str, Callable[..., list[Drawn]]] = {
    "bank_slip": bank_slip,
    "blank": blank,
    "chat_screenshot": chat_screenshot,
    "menu": menu,
    "qr_poster": qr_poster,
    "shopping_receipt": shopping_receipt,
    "ticket": ticket,
    "wall_photo": wall_photo,
}

NO_TYPE = frozenset(DRAWERS)
"""What is of no type of the catalogue: the truth of these pages says None."""
