import styles from './page.module.css';

export default function Page({ posts, author }) {
  return (
    <main className={styles.page}>
      <h1>{author.name}</h1>
      {/* The newest comes first. */}
      {posts.map((post) => (
        <article key={post.slug}>
          <h2>{post.title}</h2>
          <p>{post.summary}</p>
          <a href={`/posts/${post.slug}`}>Read on…</a>
        </article>
      ))}
      <aside>
        <h2>{author.name}</h2>
        <p>{author.about}</p>
      </aside>
    </main>
  );
}

export async function getStaticProps({ params }) {
  const author = await fetchAuthor(params.author);
  const posts = await fetchPosts(author.id);
  return { props: { posts, author } };
}
