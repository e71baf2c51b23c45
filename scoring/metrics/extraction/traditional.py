"""Traditional characters that answers, judgements and refusals are written with, and their simplified forms.

One character for one, so that offsets hold. No converter: only what the cues are made of, and common
clinical words that options share with outputs. Each traditional character is followed by its simplified one.
"""

from __future__ import annotations

_PAIRS = (
    "應应該该選选擇择項项對对錯错誤误確确認认為为無无這这題题與与從从論论結结綜综後后個个種种斷断診诊"
    "療疗們们說说時时間间經经過过並并還还沒没於于則则將将據据當当號号順顺圖图實实際际問问關关係系點点"
    "線线條条開开顯显現现發发產产處处導导術术給给請请參参標标準准驗验檢检測测醫医師师藥药劑剂讓让見见"
    "覺觉識识轉转換换優优適适傷伤損损壞坏質质體体氣气壓压腦脑腫肿瘡疮膽胆腎肾臟脏腸肠頭头顱颅節节絡络"
    "陰阴陽阳補补瀉泻濕湿熱热風风傳传細细膿脓養养護护貧贫續续單单雙双雖虽總总較较輕轻極极傾倾嚴严緊紧"
    "緩缓穩稳聯联組组織织紅红黃黄綠绿藍蓝靜静動动脈脉議议證证獨独寫写讀读語语詞词書书學学習习員员資资"
    "訊讯夠够難难遺遗繼继類类別别舉举況况狀状態态執执業业範范圍围濟济陳陈級级減减勢势歷历劃划務务鐵铁"
    "門门閉闭險险電电預预領领額额飲饮館馆麼么齒齿癥症內内兩两幾几來来會会專专諮咨詢询協协嗎吗僅仅屬属"
    "機机歲岁敘叙誰谁爲为複复復复簡简異异鑑鉴鈣钙鉀钾鈉钠鎂镁顆颗鹽盐鹼碱維维膚肤癇痫癲癫癱瘫瘍疡創创"
    "嘔呕嚥咽婦妇嬰婴徵征慮虑懷怀數数暈晕橋桥決决滲渗漿浆潰溃狹狭畫画監监盤盘稱称積积絞绞絕绝縮缩聽听"
    "臨临虛虚衛卫詳详調调謝谢負负責责軟软遞递鏡镜長长隨随隱隐離离響响頸颈餘余驟骤鬆松達达運运遠远彎弯"
    "腳脚環环營营樣样溫温淺浅濃浓雜杂純纯釋释鬱郁癒愈麥麦痠酸"
)
SIMPLIFIED = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
