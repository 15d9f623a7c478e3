/** Draws the charts whose data the page holds as JSON, by the id of their canvas. */
(() => {
  "use strict";

  const data = JSON.parse(document.getElementById("charts").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const unit = { min: 0, max: 1, ticks: { stepSize: 0.2 } };
  const within = (range) => ({ ...range, ticks: { includeBounds: false } }); // round numbers alone
  let charts = [];
  let color = {};

  const number = (value) => String(Number(value.toPrecision(4)));
  const percent = (share) => `${Number((100 * share).toPrecision(3))} %`;
  const points = (xs, ys) => xs.map((x, i) => ({ x, y: ys[i] }));
  const clear = (css, percentage) => `color-mix(in srgb, ${css} ${percentage}%, transparent)`;

  /** Cuts the middle out of a long name, between whole characters. */
  function short(name, most) {
    const characters = [...name];
    if (characters.length <= most) {
      return name;
    }
    const head = Math.ceil((most - 1) / 2);
    const tail = most - 1 - head;
    return `${characters.slice(0, head).join("")}…${characters.slice(-tail).join("")}`;
  }

  function axis(text, more = {}) {
    return {
      type: "linear",
      title: { display: true, text: short(text, 40), color: color.muted },
      grid: { color: color.grid },
      border: { color: color.line },
      ...more,
      ticks: { color: color.muted, maxRotation: 0, ...more.ticks },
    };
  }

  /** An axis of names, each of which is shown. */
  const names = () => ({
    grid: { display: false },
    border: { color: color.line },
    ticks: {
      color: color.text,
      autoSkip: false,
      callback(value) {
        return short(this.getLabelForValue(value), this.chart.width < 480 ? 15 : 36);
      },
    },
  });

  /** Colours by order: the negative class or the first series, then the positive or the second. */
  const series = (i) => [color.negative, color.positive, color.reference][i % 3];

  function line(label, at, css, more = {}) {
    return {
      type: "line",
      label,
      data: at,
      borderColor: css,
      backgroundColor: css,
      borderWidth: 2,
      pointRadius: 0,
      pointHitRadius: 8,
      pointStyle: "line",
      clip: 8,
      ...more,
    };
  }

  /** A line to compare with, which answers to no pointer. */
  const reference = (label, at) =>
    line(label, at, color.reference, { borderDash: [5, 4], borderWidth: 1.5, pointHitRadius: 0 });

  const diagonal = (label) => reference(label, points([0, 1], [0, 1]));

  function marker(label, at) {
    return line(label, [at], color.text, {
      showLine: false,
      pointRadius: 5,
      pointStyle: "circle",
      backgroundColor: color.surface,
      borderColor: color.text,
    });
  }

  const capitalised = (word) => word[0].toUpperCase() + word.slice(1);

  const draw = {
    loss: (chart) => ({
      data: {
        datasets: chart.series.map(({ name, values }, i) =>
          line(name, points(chart.epochs, values), series(i), {
            borderDash: i ? [7, 3] : [],
            ...(chart.epochs.length < 30 && { pointRadius: 3, pointStyle: "circle" }),
          }),
        ),
      },
      options: {
        interaction: { mode: "index", intersect: false },
        scales: {
          x: axis(capitalised(chart.unit), {
            ...(chart.epochs.length > 1 && { min: chart.epochs[0], max: chart.epochs.at(-1) }),
            ticks: { precision: 0, includeBounds: false },
          }),
          y: axis("Loss", { type: chart.logarithmic ? "logarithmic" : "linear" }),
        },
        plugins: {
          tooltip: { callbacks: { title: ([item]) => `${capitalised(chart.unit)} ${item.parsed.x}` } },
        },
      },
    }),

    path: (chart) => {
      const wide = chart.penalty.at(-1) / chart.penalty[0] >= 100;
      const power = (value) => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;
      const tick = (value) => (power(value) ? value.toExponential() : "");
      const band = { borderWidth: 0, pointHitRadius: 0 };
      return {
        data: {
          datasets: [
            ...(chart.chosen < 0
              ? []
              : [
                  marker("Chosen", {
                    x: chart.penalty[chart.chosen],
                    y: chart.mean[chart.chosen],
                  }),
                ]),
            line("Mean over the folds", points(chart.penalty, chart.mean), series(0), {
              pointRadius: 3,
              pointStyle: "circle",
            }),
            line("", points(chart.penalty, chart.upper), series(0), band),
            line("One standard error", points(chart.penalty, chart.lower), series(0), {
              ...band,
              fill: "-1",
              backgroundColor: clear(series(0), 18),
              pointStyle: "rect",
            }),
          ],
        },
        options: {
          interaction: { mode: "nearest", axis: "x", intersect: false },
          scales: {
            x: axis(chart.name, {
              type: "logarithmic",
              ...(chart.penalty.length > 1 && { min: chart.penalty[0], max: chart.penalty.at(-1) }),
              ticks: { callback: wide ? tick : number, includeBounds: false },
            }),
            y: axis("Log-loss"),
          },
          plugins: {
            legend: { labels: { filter: (item) => item.text } },
            tooltip: {
              filter: (item) => item.dataset.label === "Mean over the folds",
              callbacks: {
                title: () => "",
                label: ({ dataIndex, parsed }) => [
                  `${chart.name}: ${number(parsed.x)}`,
                  `Log-loss: ${number(parsed.y)}`,
                  `Standard error: ${number(chart.upper[dataIndex] - parsed.y)}`,
                ],
              },
            },
          },
        },
      };
    },

    terms: (chart) => ({
      data: {
        datasets: [
          ...chart.lines.map(({ name, y }, i) =>
            line(name, points(chart.x, y), series(i), { borderDash: i < 3 ? [] : [7, 3] }),
          ),
          line("Training rows", chart.rug.map((x) => ({ x, y: chart.floor })), color.muted, {
            showLine: false,
            pointStyle: "line",
            pointRotation: 90,
            pointRadius: 7,
            pointHitRadius: 0,
            borderWidth: 1,
          }),
        ],
      },
      options: {
        interaction: { mode: "nearest", axis: "xy", intersect: false },
        scales: {
          x: axis(chart.column, { ticks: { includeBounds: false }, min: chart.x[0], max: chart.x.at(-1) }),
          y: axis("Contribution to the logit"),
        },
        plugins: {
          tooltip: {
            filter: (item) => item.dataset.pointHitRadius > 0,
            callbacks: {
              title: () => "",
              label: ({ dataset, parsed }) => [
                dataset.label,
                `${chart.column}: ${number(parsed.x)}`,
                `Logit: ${number(parsed.y)}`,
              ],
            },
          },
        },
      },
    }),

    curve: (chart) => ({
      data: {
        datasets: [
          ...(chart.marker ? [marker(chart.marker.name, chart.marker)] : []),
          ...chart.curves.map(({ name, x, y }, i) =>
            line(name, points(x, y), series(i), { stepped: chart.stepped, borderDash: i ? [7, 3] : [] }),
          ),
          reference(chart.reference.name, points(chart.reference.x, chart.reference.y)),
        ],
      },
      options: {
        interaction: { mode: "nearest", axis: "xy", intersect: false },
        scales: { x: axis(chart.x, unit), y: axis(chart.y, chart.range ? within(chart.range) : unit) },
        plugins: {
          tooltip: {
            filter: (item) => item.dataset.pointHitRadius > 0,
            callbacks: {
              title: () => "",
              label: ({ dataset, parsed }) => [
                dataset.label,
                `${chart.x}: ${number(parsed.x)}`,
                `${chart.y}: ${number(parsed.y)}`,
              ],
            },
          },
        },
      },
    }),

    calibration: (chart) => {
      const most = Math.max(...chart.bins.map((bin) => bin.rows));
      return {
        data: {
          datasets: [
            line("Rows by predicted probability", chart.bins, color.negative, {
              pointStyle: "circle",
              pointRadius: chart.bins.map((bin) => 3 + 7 * Math.sqrt(bin.rows / most)),
              pointHoverRadius: chart.bins.map((bin) => 4 + 7 * Math.sqrt(bin.rows / most)),
              pointBackgroundColor: clear(color.negative, 55),
              borderWidth: 1.5,
              clip: 16,
            }),
            diagonal("Perfect"),
          ],
        },
        options: {
          interaction: { mode: "nearest", axis: "xy", intersect: false },
          scales: { x: axis(chart.x, unit), y: axis(chart.y, unit) },
          plugins: {
            tooltip: {
              filter: (item) => item.datasetIndex === 0,
              callbacks: {
                title: () => "",
                label: ({ raw }) => [
                  `Probability ${number(raw.lower)} to ${number(raw.upper)}: ${raw.rows} ${chart.unit}`,
                  `Predicted: ${number(raw.x)}`,
                  `Observed: ${number(raw.y)}`,
                ],
              },
            },
          },
        },
      };
    },

    histogram: (chart) => {
      const shares = chart.series.map(({ rows }) => {
        const all = rows.reduce((sum, count) => sum + count, 0);
        return rows.map((count) => (all ? count / all : 0));
      });
      const top = Math.max(...shares.flat()) * 1.05;
      return {
        data: {
          datasets: [
            ...chart.series.map(({ name }, i) =>
              line(
                short(name, 24),
                points(chart.edges, [...shares[i], shares[i].at(-1)]),
                series(i),
                {
                  stepped: "before",
                  fill: "origin",
                  backgroundColor: clear(series(i), 25),
                  borderDash: i ? [7, 3] : [],
                  pointStyle: "rect",
                },
              ),
            ),
            reference("Threshold", points([chart.threshold, chart.threshold], [0, top])),
          ],
        },
        options: {
          interaction: { mode: "nearest", axis: "x", intersect: false },
          scales: {
            x: axis(chart.x, unit),
            y: axis("Share of the class", {
              min: 0,
              max: top,
              ticks: { includeBounds: false, callback: (value) => percent(value) },
            }),
          },
          plugins: {
            tooltip: {
              filter: (item) => item.datasetIndex < chart.series.length,
              callbacks: {
                title: ([item]) => {
                  const bin = item ? Math.min(item.dataIndex, shares[0].length - 1) : 0;
                  return `${number(chart.edges[bin])} to ${number(chart.edges[bin + 1])}`;
                },
                label: ({ datasetIndex, dataIndex }) => {
                  const bin = Math.min(dataIndex, shares[0].length - 1);
                  const { name, rows } = chart.series[datasetIndex];
                  return `${name}: ${rows[bin]} ${chart.unit}, ${percent(shares[datasetIndex][bin])}`;
                },
              },
            },
          },
        },
      };
    },

    coefficients: (chart) => ({
      data: {
        labels: chart.names,
        datasets: [
          {
            type: "bar",
            data: chart.weights,
            backgroundColor: chart.weights.map((weight) => series(weight > 0 ? 1 : 0)),
            maxBarThickness: 16,
          },
        ],
      },
      options: {
        indexAxis: "y",
        interaction: { mode: "nearest", axis: "y", intersect: false },
        scales: {
          x: axis("Weight", { grace: "5%" }),
          y: names(),
        },
        plugins: {
          legend: { display: false },
          tooltip: {
            callbacks: {
              title: ([item]) => short(item.label, 60),
              label: ({ dataIndex }) => `Weight: ${number(chart.weights[dataIndex])}`,
            },
          },
        },
      },
    }),

    spread: (chart) => ({
      data: {
        labels: chart.names,
        datasets: [
          {
            type: "line",
            indexAxis: "y",
            data: chart.median,
            showLine: false,
            pointStyle: "rect",
            pointRadius: 4,
            pointHoverRadius: 5,
            pointBackgroundColor: color.text,
            pointBorderColor: color.text,
          },
          {
            type: "bar",
            data: chart.names.map((_, i) => [chart.lower[i], chart.upper[i]]),
            backgroundColor: clear(series(0), 60),
            barThickness: 10,
            grouped: false,
            minBarLength: 2,
          },
          {
            type: "bar",
            data: chart.names.map((_, i) => [chart.low[i], chart.high[i]]),
            backgroundColor: color.reference,
            barThickness: 2,
            grouped: false,
            minBarLength: 2,
          },
        ],
      },
      options: {
        indexAxis: "y",
        interaction: { mode: "nearest", axis: "y", intersect: false },
        scales: { x: axis("Contribution to the logit", { grace: "5%" }), y: names() },
        plugins: {
          legend: { display: false },
          tooltip: {
            filter: (item) => item.datasetIndex === 0,
            callbacks: {
              title: ([item]) => (item ? short(item.label, 60) : ""),
              label: ({ dataIndex }) => [
                `Median: ${number(chart.median[dataIndex])}`,
                `Half of the rows: ${number(chart.lower[dataIndex])} to ${number(chart.upper[dataIndex])}`,
                `90 %: ${number(chart.low[dataIndex])} to ${number(chart.high[dataIndex])}`,
              ],
            },
          },
        },
      },
    }),

    forest: (chart) => {
      const sure = (i) => chart.low[i] > 1 || chart.high[i] < 1;
      const css = chart.names.map((_, i) =>
        sure(i) ? series(chart.ratios[i] > 1 ? 1 : 0) : color.reference,
      );
      const tick = (value) => {
        const digit = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
        return [1, 2, 5].some((shown) => Math.abs(digit - shown) < 1e-6) ? number(value) : "";
      };
      return {
        data: {
          labels: chart.names,
          datasets: [
            {
              type: "line",
              indexAxis: "y",
              data: chart.ratios,
              showLine: false,
              pointStyle: "rect",
              pointRadius: 5,
              pointHoverRadius: 6,
              pointBackgroundColor: css,
              pointBorderColor: css,
            },
            {
              type: "bar",
              data: chart.ratios.map((_, i) => [chart.low[i], chart.high[i]]),
              backgroundColor: css,
              barThickness: 2,
            },
          ],
        },
        options: {
          indexAxis: "y",
          interaction: { mode: "nearest", axis: "y", intersect: false },
          scales: {
            x: axis("Odds ratio", {
              type: "logarithmic",
              min: Math.min(...chart.low, 1) / 1.1,
              max: Math.max(...chart.high, 1) * 1.1,
              ticks: { callback: tick, includeBounds: false },
            }),
            y: names(),
          },
          plugins: {
            legend: { display: false },
            tooltip: {
              filter: (item) => item.datasetIndex === 0,
              callbacks: {
                title: ([item]) => (item ? short(item.label, 60) : ""),
                label: ({ dataIndex }) => [
                  `Odds ratio: ${number(chart.ratios[dataIndex])}`,
                  `95 %: ${number(chart.low[dataIndex])} to ${number(chart.high[dataIndex])}`,
                ],
              },
            },
          },
        },
        plugins: [
          {
            id: "noEffect",
            beforeDatasetsDraw({ ctx, chartArea, scales }) {
              const at = scales.x.getPixelForValue(1);
              ctx.save();
              ctx.strokeStyle = color.reference;
              ctx.setLineDash([5, 4]);
              ctx.beginPath();
              ctx.moveTo(at, chartArea.top);
              ctx.lineTo(at, chartArea.bottom);
              ctx.stroke();
              ctx.restore();
            },
          },
        ],
      };
    },

    plane: (chart) => {
      const box = { x: padded(chart.points, 0), y: padded(chart.points, 1) };
      const [x, y, bias] = chart.boundary;
      const side = (at) => x * at.x + y * at.y + bias;
      const corners = [
        { x: box.x.min, y: box.y.min },
        { x: box.x.max, y: box.y.min },
        { x: box.x.max, y: box.y.max },
        { x: box.x.min, y: box.y.max },
      ];
      return {
        data: {
          datasets: [
            ...(chart.boundary.length
              ? [line("Decision boundary", crossings(corners, side), color.text)]
              : []),
            ...chart.classes.map((name, i) => ({
              type: "scatter",
              label: short(name, 24),
              data: chart.points.filter((at) => at[2] === i).map(([px, py]) => ({ x: px, y: py })),
              pointStyle: i ? "triangle" : "circle",
              pointRadius: i ? 4.5 : 3.5,
              borderColor: series(i),
              backgroundColor: clear(series(i), 45),
            })),
          ],
        },
        options: {
          interaction: { mode: "nearest", axis: "xy", intersect: true },
          scales: {
            x: axis(chart.x, { ...box.x, ticks: { includeBounds: false } }),
            y: axis(chart.y, { ...box.y, ticks: { includeBounds: false } }),
          },
          plugins: {
            tooltip: {
              callbacks: {
                title: ([item]) => item.dataset.label,
                label: ({ parsed }) => [
                  `${short(chart.x, 40)}: ${number(parsed.x)}`,
                  `${short(chart.y, 40)}: ${number(parsed.y)}`,
                ],
              },
            },
          },
        },
        plugins: [
          {
            id: "sides",
            beforeDatasetsDraw({ ctx, scales }) {
              if (!chart.boundary.length) {
                return;
              }
              tint(ctx, scales, half(corners, side), clear(color.positive, 10));
              tint(ctx, scales, half(corners, (at) => -side(at)), clear(color.negative, 10));
            },
          },
        ],
      };
    },
  };

  /** The range of a coordinate with some space around. */
  function padded(all, coordinate) {
    let min = Infinity;
    let max = -Infinity;
    for (const point of all) {
      min = Math.min(min, point[coordinate]);
      max = Math.max(max, point[coordinate]);
    }
    if (!all.length) {
      return { min: 0, max: 1 };
    }
    const space = (max - min) * 0.05 || 1;
    return { min: min - space, max: max + space };
  }

  /** Where the line at which side is 0 cuts from one point to the other. */
  function cut(from, to, side) {
    const share = side(from) / (side(from) - side(to));
    return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
  }

  /** The part of a polygon on which side is not negative. */
  function half(corners, side) {
    return corners.flatMap((corner, i) => {
      const next = corners[(i + 1) % corners.length];
      const inside = side(corner) >= 0;
      return [
        ...(inside ? [corner] : []),
        ...(inside !== side(next) >= 0 ? [cut(corner, next, side)] : []),
      ];
    });
  }

  /** The ends of the line at which side is 0, or nothing where it passes by. */
  function crossings(corners, side) {
    return corners.flatMap((corner, i) => {
      const next = corners[(i + 1) % corners.length];
      return side(corner) >= 0 !== side(next) >= 0 ? [cut(corner, next, side)] : [];
    });
  }

  function tint(ctx, scales, polygon, css) {
    ctx.save();
    ctx.beginPath();
    for (const at of polygon) {
      ctx.lineTo(scales.x.getPixelForValue(at.x), scales.y.getPixelForValue(at.y));
    }
    ctx.fillStyle = css;
    ctx.fill();
    ctx.restore();
  }

  function readColors() {
    const style = getComputedStyle(document.documentElement);
    for (const name of [
      "surface",
      "text",
      "muted",
      "line",
      "grid",
      "negative",
      "positive",
      "reference",
    ]) {
      color[name] = style.getPropertyValue(`--${name}`).trim();
    }
    Chart.defaults.color = color.muted;
  }

  function drawAll() {
    charts.forEach((chart) => chart.destroy());
    readColors();
    charts = Object.entries(data).map(
      ([id, chart]) => new Chart(document.getElementById(id), draw[chart.kind](chart)),
    );
  }

  /** As high as its bars need. */
  for (const [id, { names }] of Object.entries(data)) {
    if (names) {
      document.getElementById(id).parentElement.style.height = `${64 + 22 * names.length}px`;
    }
  }

  Object.assign(Chart.defaults, {
    animation: false,
    maintainAspectRatio: false,
    locale: "en",
  });
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.plugins.tooltip.boxPadding = 4;
  Object.assign(Chart.defaults.plugins.legend, { position: "bottom" });
  Object.assign(Chart.defaults.plugins.legend.labels, {
    usePointStyle: true,
    pointStyleWidth: 14,
    boxHeight: 9,
  });

  drawAll();
  dark.addEventListener("change", drawAll);

  /** On paper: light colours, and the settings open. */
  const folded = [...document.querySelectorAll("details[data-print]")];
  addEventListener("beforeprint", () => {
    document.documentElement.dataset.printing = "";
    folded.forEach((details) => (details.open = true));
    drawAll();
  });
  addEventListener("afterprint", () => {
    delete document.documentElement.dataset.printing;
    folded.forEach((details) => (details.open = false));
    drawAll();
  });
})();
