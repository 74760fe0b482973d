-- Upper end of the Wilson 95 % score interval for k successes of n, in percent (0..100); NULL when n = 0.
(k, n) AS
CASE WHEN n > 0 THEN
  100.0 * least(1.0,
    (CAST(k AS DOUBLE) + 1.959963984540054 * 1.959963984540054 / 2
      + 1.959963984540054 * sqrt(CAST(k AS DOUBLE) * (n - k) / n + 1.959963984540054 * 1.959963984540054 / 4))
    / (n + 1.959963984540054 * 1.959963984540054))
END
