# Material Verifier. `make help` lists the targets.
SHELL := /bin/bash
PYTHON ?= python3
export PYTHON
BIN := .venv/bin
PORT ?= 8000

# Real material and the notices, for measuring; tests and benchmarks that need it skip with a reason where it is absent.
ifneq ($(wildcard ../shared/devset/LABELS.csv),)
export VERIFIER_DEVSET ?= $(abspath ../shared/devset)
endif
ifneq ($(wildcard ../shared/domain/notices),)
export VERIFIER_NOTICES ?= $(abspath ../shared/domain/notices)
endif
ifneq ($(wildcard ../shared/corpora/SOURCES.md),)
export VERIFIER_CORPORA ?= $(abspath ../shared/corpora)
endif

.DEFAULT_GOAL := help
.PHONY: faults fuzz hostile canary help setup demo serve test test-fast lint format types imports lock golden samples accuracy clean

help: ## 列出命令 / list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: ## 安装环境（已就绪则立即返回） / set up, or return at once
	@scripts/setup.sh $(SETUP_FLAGS)

demo: setup ## 上传样例申报材料，核验，写 out/report.html / verify the sample application over HTTP
	@$(BIN)/verifier demo --exit-zero --report out/report.html

serve: setup ## 启动服务并保持运行 / start the service and keep it running
	@$(BIN)/verifier serve --port $(PORT)

test: SETUP_FLAGS := --tests
test: setup lint types imports ## 全部检查与测试 / everything
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile

test-fast: setup ## 只跑快的测试 / the fast tests only
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not slow"

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .

format: setup ## 排版 / format the code
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q .

types: setup
	@$(BIN)/mypy

imports: setup
	@$(BIN)/lint-imports --no-cache > out-imports.log 2>&1 || (cat out-imports.log; rm -f out-imports.log; exit 1)
	@rm -f out-imports.log

lock: ## 解析依赖（已锁定的版本不变；删去一行即升级它） / resolve the dependencies
	@$(BIN)/uv pip compile pyproject.toml --extra dev --generate-hashes --only-binary :all: \
		--python-version 3.11 --python-platform x86_64-manylinux_2_28 --no-header -q -o requirements.lock

accuracy: setup ## 量准确率（需要真实图片） / measure accuracy (needs real pictures)
	@$(BIN)/python -m benchmarks.accuracy.seals
	@$(BIN)/python -m benchmarks.accuracy.signatures
	@$(BIN)/python -m benchmarks.accuracy.screening

faults: setup ## 杀进程、断队列：已接收的材料一份不丢 / kill storm, every fault point, queue server gone
	@$(BIN)/python -m tests.faults $(FAULTS)

fuzz: setup ## 按接口说明生成请求，逐个核对应答（FUZZ="--requests 50000"） / requests made from the OpenAPI document
	@$(BIN)/python -m tests.api.fuzzing $(FUZZ)

hostile: setup ## 逐个上传恶意文件并报告影响（DIR=文件夹，缺省为自动生成） / every file of DIR through the service
	@$(BIN)/python -m tests.faults.hostile $(DIR)

canary: setup ## 姓名是否漏进日志、队列、指标、临时文件 / do names get out where they have no business
	@$(BIN)/python -m tests.faults.canary $(CANARY)

golden: setup ## 重新生成标准答案（须复核差异） / regenerate golden reports
	@VERIFIER_REGENERATE=1 $(BIN)/python -m pytest -q "tests/reports/test_golden.py::test_the_report_is_the_golden_one"

samples: setup ## 重新绘制样例 / draw the sample application anew
	@$(BIN)/python -m tests.synthesis.build_sample
	@$(BIN)/python -m tests.synthesis.build_sample_notices

clean: ## 删除环境与产物 / remove the environment and what was made
	@rm -rf .venv .wheels .uv-cache out data .mypy_cache .ruff_cache .hypothesis
