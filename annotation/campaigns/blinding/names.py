"""Names of language models and of those who make them, as far as they are known today."""

# Masked wherever they stand.
KNOWN_NAMES = (
    *("ChatGPT", "InstructGPT", "GPT-3", "GPT-3.5", "GPT-4", "GPT-4o", "GPT-5", "OpenAI", "DeepMind"),
    *("Claude", "Anthropic", "DeepSeek", "深度求索", "Qwen", "通义千问", "通义", "QwQ", "LLaMA"),
    *("文心一言", "文心大模型", "ERNIE", "ERNIE-Bot", "SparkDesk", "讯飞星火", "星火大模型"),
    *("星火认知", "科大讯飞", "iFLYTEK", "ChatGLM", "GLM-4", "GLM-130B", "智谱", "智谱清言", "Zhipu"),
    *("Baichuan", "百川智能", "百川大模型", "HuatuoGPT", "华佗GPT", "MedicalGPT", "ChatMed", "BenTsao"),
    *("本草大模型", "DoctorGLM", "BianQue", "DISC-MedLLM", "Zhongjing", "仲景大模型", "ShenNong"),
    *("Hunyuan", "混元大模型", "腾讯混元", "Doubao", "豆包大模型", "字节跳动", "ByteDance", "Moonshot"),
    *("月之暗面", "MiniMax", "InternLM", "书生浦语", "SenseTime", "商汤日日新", "PanGu", "盘古大模型"),
    *("Mistral", "Mixtral", "Vicuna", "Alpaca-7B", "Med-PaLM", "Gemini", "Copilot", "Grok", "xAI"),
    *("Med42", "Meditron", "BioMistral", "OpenBioLLM", "MedGemma", "Gemma", "ChatDoctor", "WiNGPT", "MedGPT"),
    *("CareGPT", "TigerBot", "XVERSE", "Skywork", "Kimi", "Yi-34B", "Yi-6B", "Yi-1.5", "阿里云", "灵医智惠"),
    *("灵医大模型", "京医千询", "启真大模型", "悟道大模型"),
)

# Words of everyday or of medicine as well: masked where somebody introduces himself by them.
AMBIGUOUS_NAMES = (
    *("百度", "Baidu", "文心", "阿里巴巴", "阿里", "Alibaba", "达摩院", "腾讯", "Tencent", "华为"),
    *("Huawei", "讯飞", "星火", "千问", "百川", "天工", "元宝", "清华", "商汤"),
    *("本草", "华佗", "扁鹊", "仲景", "神农", "Bard", "Bing", "Google", "谷歌", "Microsoft"),
    *("微软", "Meta", "PaLM", "Llama", "Spark", "Phi", "Yi", "GPT", "GLM", "Pulse"),
)

# Food, breathing exercise and myth: masked unless the words beside them say so.
HOMELY_NAMES = (
    r"(?<![食吃喝咬蒸买个块只黏粘红])(?<!馒头、)(?<!包子、)(?<!米饭、)豆包"
    r"(?!后|馅|子|皮|等[食甜]|[、和及或与]?(?:馒头|包子|面包|米饭|粥|点心|糕))",
    r"混元(?!气|功|灌|一气|桩|之)",
    r"盘古(?!开天|氏|石|神话|大陆|、女娲|和女娲)",
)

# Words of every clinic: as a name or a family they are masked only where somebody calls himself so.
COMMON_WORDS = frozenset(
    (
        *(
            "medical",
            "medicine",
            "doctor",
            "health",
            "healthcare",
            "clinical",
            "clinic",
            "hospital",
            "patient",
        ),
        *("model", "assistant", "baseline", "test", "demo", "chat", "care", "nurse", "diagnosis", "system"),
        *("output", "answer", "control", "human", "expert", "student", "teacher", "pulse", "spark", "palm"),
        *("meta", "bard", "general", "open", "small", "large", "base", "reference"),
        *("人类", "医生", "医师", "专家", "学生", "患者", "参考", "对照", "基线", "模型", "助手", "答案"),
    )
)
