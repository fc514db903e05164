"""What git knows of a portfolio: asked through one module, of one program, without a shell."""
