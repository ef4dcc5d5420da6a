/** Small shared pieces: a quiet status word, a page head, a titled card, a person's picture. */
import { useEffect, useState, type ReactElement, type ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../api/api.ts'
import type { Tone } from '../words/labels.ts'

/** colour is never the only sign: the word is always there */
export function StatusWord({ tone, children }: { tone: Tone; children: ReactNode }): ReactElement {
  return (
    <span className={`status ${tone}`}>
      <i aria-hidden />
      {children}
    </span>
  )
}

interface PageHeadProps {
  title: string
  lead?: ReactNode
  actions?: ReactNode
}
export function PageHead({ title, lead, actions }: PageHeadProps): ReactElement {
  useEffect(() => {
    document.title = `${title} · 伴医运营台`
  }, [title])
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {lead && <div className="muted">{lead}</div>}
      </div>
      {actions && <div className="row">{actions}</div>}
    </header>
  )
}

interface CardProps {
  title: string
  extra?: ReactNode
  children: ReactNode
  className?: string
}
export function Card({ title, extra, children, className = '' }: CardProps): ReactElement {
  return (
    <section className={`card ${className}`}>
      <div className="card-head">
        <h2>{title}</h2>
        {extra}
      </div>
      {children}
    </section>
  )
}

export function Facts({ items }: { items: readonly (readonly [string, ReactNode])[] }): ReactElement {
  return (
    <dl className="facts">
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value === '' || value === null ? '—' : value}</dd>
        </div>
      ))}
    </dl>
  )
}

const useBlobUrl = (blob: Blob | undefined): string | null => {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!blob) return undefined
    const made = URL.createObjectURL(blob)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return blob ? url : null
}

/** a picture that only a signed-in person may fetch; the box keeps its size before it arrives */
export function SessionPicture({ path, alt, ratio }: { path: string; alt: string; ratio: number }): ReactElement {
  const { fetchBlob } = useApi()
  const query = useQuery({
    queryKey: ['picture', path],
    queryFn: () => fetchBlob(path),
    staleTime: Infinity,
    retry: false,
  })
  const url = useBlobUrl(query.data)
  return (
    <span className="picture" style={{ aspectRatio: String(ratio) }}>
      {url ? (
        <a href={url} target="_blank" rel="noreferrer" aria-label={`${alt}，看大图`}>
          <img src={url} alt={alt} />
        </a>
      ) : (
        <span className="note">{query.isError ? '图片打不开' : '图片读取中'}</span>
      )}
    </span>
  )
}

/** the companion's own photo, or the first character of the name */
export function Face({
  name,
  photoUrl,
  size = 40,
}: {
  name: string
  photoUrl: string | null
  size?: number
}): ReactElement {
  const { fetchBlob } = useApi()
  const query = useQuery({
    queryKey: ['picture', photoUrl],
    queryFn: () => fetchBlob(photoUrl ?? ''),
    enabled: photoUrl !== null,
    staleTime: Infinity,
    retry: false,
  })
  const url = useBlobUrl(query.data)
  return (
    <span className="face" style={{ width: size, height: size, fontSize: size * 0.44 }} aria-hidden>
      {url ? <img src={url} alt="" /> : name.slice(0, 1)}
    </span>
  )
}
