import { memo, useEffect, useRef, type FC } from 'react';
import { scale } from './scale';

export type Series = { name: string; values: number[] };

export interface ChartProps {
  series: Series[];
  width?: number;
  height?: number;
  onSelect?: (name: string) => void;
}

const Legend: FC<Pick<ChartProps, 'series' | 'onSelect'>> = ({ series, ...rest }) => (
  <ul className="legend">
    {series.map(({ name }) => (
      <li key={name} onClick={() => rest.onSelect?.(name)}>
        {name}
      </li>
    ))}
  </ul>
);

export const Chart = memo(function Chart({ series, width = 640, height = 320, ...rest }: ChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) {
      return;
    }
    context.clearRect(0, 0, width, height);
    for (const { values } of series) {
      context.beginPath();
      values.forEach((value, index) => {
        context.lineTo(scale(index, values.length, width), height - value);
      });
      context.stroke();
    }
  }, [series, width, height]);

  if (series.length === 0) {
    return null;
  }

  return (
    <figure>
      <canvas ref={canvas} width={width} height={height} />
      <figcaption>
        <Legend series={series} {...rest} />
      </figcaption>
    </figure>
  );
});