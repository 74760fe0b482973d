-- Upper end of the Wilson 95 % score interval for k successes of n, in percent (0..100); NULL when n = 0.
(k, n) AS
CASE WHEN n > 0 THEN
  1e2 * least(1e0,
    (CAST(k AS DOUBLE) + 1.959963984540054e0 * 1.959963984540054e0 / 2e0
      + 1.959963984540054e0 * sqrt(CAST(k AS DOUBLE) * (n - k) / n + 1.959963984540054e0 * 1.959963984540054e0 / 4e0))
    / (n + 1.959963984540054e0 * 1.959963984540054e0))
END
