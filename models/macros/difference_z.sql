-- Difference of two independent shares in its standard errors. Two successes and two failures are added, so that a share of 0 or 1 has a variance (Agresti & Coull 1998).
-- Shares 0..1 and the numbers behind them, DOUBLE, above 0.
(share1, n1, share2, n2) AS
(share1 - share2) / sqrt(
  (share1 * n1 + 2) / (n1 + 4) * (1 - (share1 * n1 + 2) / (n1 + 4)) / n1
    + (share2 * n2 + 2) / (n2 + 4) * (1 - (share2 * n2 + 2) / (n2 + 4)) / n2)
