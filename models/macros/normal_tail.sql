-- P(|Z| ≥ |z|) of the standard normal distribution, relative error below 1.2e-7 everywhere (Chebyshev fit of erfc, Numerical Recipes in C, 2nd ed., §6.2);
-- the engine has no erf. With x = |z|/√2 and t = 1/(1 + x/2). No CASE: inside one the engine would work out every repeated part anew; so NULL, which least() does not
-- know, comes back by the sign.
(z) AS
least(1e0, (1e0 / (1e0 + abs(z) / 2.8284271247461903e0)) * exp(-z * z / 2e0 - 1.26551223e0
    + (1e0 / (1e0 + abs(z) / 2.8284271247461903e0)) * (1.00002368e0
    + (1e0 / (1e0 + abs(z) / 2.8284271247461903e0)) * (0.37409196e0
    + (1e0 / (1e0 + abs(z) / 2.8284271247461903e0)) * (0.09678418e0
    + (1e0 / (1e0 + abs(z) / 2.8284271247461903e0)) * (-0.18628806e0
    + (1e0 / (1e0 + abs(z) / 2.8284271247461903e0)) * (0.27886807e0
    + (1e0 / (1e0 + abs(z) / 2.8284271247461903e0)) * (-1.13520398e0
    + (1e0 / (1e0 + abs(z) / 2.8284271247461903e0)) * (1.48851587e0
    + (1e0 / (1e0 + abs(z) / 2.8284271247461903e0)) * (-0.82215223e0
    + (1e0 / (1e0 + abs(z) / 2.8284271247461903e0)) * 0.17087277e0)))))))))) + (sign(z) - sign(z))
