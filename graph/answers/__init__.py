"""What questions are answered with: frozen, validated rows and the answers derived from them."""
