"""The values that travel through the house: frozen and comparable."""
