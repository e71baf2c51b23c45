from django.urls import path

from scoring import board_views as views

urlpatterns = [
    path("leaderboards/", views.leaderboard_list, name="leaderboard_list"),
    path("leaderboards/<slug:slug>/", views.leaderboard, name="leaderboard"),
    path("leaderboards/<slug:slug>/file/<slug:kind>/", views.leaderboard_file, name="leaderboard_file"),
    path("boards/<slug:slug>/", views.board, name="board"),
    path("boards/<slug:slug>/file/<slug:kind>/", views.board_file, name="board_file"),
    path("api/leaderboards/<slug:slug>/", views.LeaderboardAPI.as_view(), name="api_leaderboard"),
    path("api/boards/<slug:slug>/", views.BoardAPI.as_view(), name="api_board"),
]
