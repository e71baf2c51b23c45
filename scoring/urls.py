"""Runs and outputs, boards, agreement, exports: their pages, the files behind them, and the API."""

from django.urls import path

from scoring.views import agreement, boards, exports, guesses, instruction_following, outputs, runs

app_name = "scoring"
urlpatterns = [
    path("", runs.run_list, name="run_list"),
    path("runs/of/<slug:slug>/", runs.run_create, name="run_create"),
    path("runs/<int:pk>/", runs.run_detail, name="run_detail"),
    path("runs/<int:pk>/<slug:act>/", runs.run_act, name="run_act"),
    path("scores/<slug:slug>/", runs.benchmark_scores, name="benchmark_scores"),
    path(
        "instructions/<slug:slug>/",
        instruction_following.instruction_following_page,
        name="instruction_following",
    ),
    path("outputs/<slug:slug>/", outputs.output_list, name="output_list"),
    path("output/<int:pk>/", outputs.output_detail, name="output_detail"),
    path("leaderboards/", boards.leaderboard_list, name="leaderboard_list"),
    path("leaderboards/<slug:slug>/", boards.leaderboard, name="leaderboard"),
    path("leaderboards/<slug:slug>/file/<slug:kind>/", boards.leaderboard_file, name="leaderboard_file"),
    path("boards/<slug:slug>/", boards.board, name="board"),
    path("boards/<slug:slug>/file/<slug:kind>/", boards.board_file, name="board_file"),
    path("agreement/<slug:slug>/", agreement.agreement, name="agreement"),
    path("agreement/<slug:slug>/part/", agreement.agreement_fragment, name="agreement_fragment"),
    path("guesses/<slug:slug>/", guesses.guesses, name="agreement_guesses"),
    path("export/<slug:slug>/", exports.export, name="export"),
    path("api/leaderboards/<slug:slug>/", boards.LeaderboardAPI.as_view(), name="api_leaderboard"),
    path("api/boards/<slug:slug>/", boards.BoardAPI.as_view(), name="api_board"),
    path(
        "api/instructions/<slug:slug>/",
        instruction_following.InstructionFollowingAPI.as_view(),
        name="api_instruction_following",
    ),
    path("api/agreement/<slug:slug>/", agreement.AgreementAPI.as_view(), name="api_agreement"),
]
