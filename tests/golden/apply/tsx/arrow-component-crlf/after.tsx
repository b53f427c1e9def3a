import { useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from './Button';
import { fetchTasks, type Task } from '../api';

interface TaskListProps {
  owner: string;
  title?: string;
  children?: ReactNode;
}

const EMPTY: Task[] = [];

export function TaskList({ owner, title = 'Tasks', children }: TaskListProps) {
  const [tasks, setTasks] = useState<Task[]>(EMPTY);
  const [filter, setFilter] = useState('');

  useEffect(() => {
    let stale = false;
    fetchTasks(owner).then((found) => {
      if (!stale) {
        setTasks(found);
      }
    });
    return () => {
      stale = true;
    };
  }, [owner]);

  const shown = useMemo(
    () => tasks.filter((task) => task.text.includes(filter)),
    [tasks, filter],
  );

  return (
    <section className="tasks">
      <header>
        <h2>{title}</h2>
        <input value={filter} onChange={(event) => setFilter(event.target.value)} />
      </header>
      <ul>
        {shown.map((task) => (
          <TaskRow key={task.id} task={task} />
        ))}
      </ul>
      <footer>
        <Button onClick={() => setFilter('')}>All</Button>
        {children}
      </footer>
    </section>
  );
}

function TaskRow({ task }: { task: Task }) {
  const overdue = task.due !== undefined && task.due < Date.now();
  return (
    <li className={overdue ? 'overdue' : undefined}>
      <span>{task.text}</span>
      <small>{task.owner}</small>
    </li>
  );
}

export const TaskCount = ({ tasks }: { tasks: Task[] }) => {
  const open = tasks.filter((task) => !task.done);
  return <b title={`${tasks.length} in all`}>{open.length}</b>;
};
